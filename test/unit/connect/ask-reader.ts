import { spawn } from "node:child_process";
import { readerAsSent } from "../../../src/connect/reader.ts";
import { createFrameDecoder, type FrameEvent } from "../../../src/connect/reader-session/frame-decoder.ts";
import { encodeRequest, endOfRound, type Hello } from "../../../src/connect/reader-session/frames.ts";
import type { Answer, Request } from "../../../src/connect/session.ts";

/** The command line of a shell that reads its program from stdin; a wrapper (setpriv, su) may stand before it. */
export type Shell = readonly [string, ...string[]];

export type Said = { readonly hello: Hello | undefined; readonly answers: readonly Answer[] };

/** Runs reader.sh, as it is sent, in a real shell, asks after its first line, and gives what it said. */
export function askReader(shell: Shell, requests: readonly Request[], source = readerAsSent): Promise<Said> {
  return new Promise((resolve, reject) => {
    const decoder = createFrameDecoder();
    const answers: Answer[] = [];
    let hello: Hello | undefined;
    const [program, ...args] = shell;
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], cwd: "/" });
    const take = (event: FrameEvent): void => {
      if (event.kind === "failure") reject(new Error(`${event.cause}: ${event.message}`));
      if (event.kind === "answer") answers[event.id - 1] = event.answer;
      if (event.kind !== "hello") return;
      hello = event.hello;
      const lines = requests.map((request, index) => encodeRequest(index + 1, request));
      child.stdin.end(lines.length === 0 ? "" : `${lines.join("")}${endOfRound}`);
    };
    child.on("error", reject);
    child.stdout.on("data", (chunk: Buffer) => decoder.push(chunk).forEach(take));
    child.on("close", () => {
      decoder.end().forEach(take);
      resolve({ hello, answers });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.write(source);
  });
}

/** The payload as text; anything but an answer fails the test with what was said instead. */
export function textOf(answer: Answer | undefined): string {
  if (answer?.state !== "answered") throw new Error(`expected an answer, got ${JSON.stringify(answer)}`);
  return answer.payload.toString("utf8");
}

/** Number and state of each answer, round by round. */
export const answersIn = (stdout: string): readonly (readonly string[])[] =>
  [...stdout.matchAll(/^#\d+ \d+ [0-9a-f]{64}\n(.*)$/gm)].map(([, base64 = ""]) =>
    (
      Buffer.from(base64, "base64")
        .toString()
        .match(/^M\d+ \w+/gm) ?? []
    )
      .map((head) => head.slice(1))
      .sort(),
  );

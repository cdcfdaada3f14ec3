import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { encodeBundle } from "../../../src/connect/reader-session/frames.ts";
import { fromRecorded, type RecordedAnswer, type Recording } from "../../../src/connect/recordings/recording.ts";
import { type Sshd, startSshd, type Workshop } from "../connect/sshd.ts";

/** Where a node can be made to wait: before it takes the reader, within, after its hello, before and within its second round of answers. */
export const points = ["exec", "upload", "hello", "between frames", "in a frame"] as const;
export type Point = (typeof points)[number];

/** A real sshd whose shell plays the reader from a recording of the demo: every session of it is answered alike. */
export type ReplayedNode = {
  readonly name: string;
  readonly sshd: Sshd;
  /** Sessions that come to the point wait there, until they are let go; undefined lets later ones pass. */
  readonly stopAt: (point: Point | undefined) => void;
  /** Resolves when a session has come to its point. */
  readonly reached: () => Promise<void>;
  /** Lets those go that wait. */
  readonly letGo: () => void;
  /** How often somebody logged in. */
  readonly logins: () => number;
  readonly stop: () => Promise<void>;
};

const recorded = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`../../../src/demo/recordings/${name}.json`, import.meta.url), "utf8"));

const player = fileURLToPath(new URL("player.pl", import.meta.url));

/** A line for each request: its answer's head without the number, and its content; the empty request is whatever was not recorded. */
function answersOf(recording: Recording): string {
  const line = (request: string, answer: RecordedAnswer): string => {
    const [, base64 = ""] = encodeBundle(1, [{ id: 1, answer: fromRecorded(answer) }]).split("\n");
    const [, record = ""] = /^M1 (.*)\nMend\n$/s.exec(Buffer.from(base64, "base64").toString("utf8")) ?? [];
    return `${request}\t${record.replaceAll("\n", "\x1f")}\n`;
  };
  const unknown = { state: "failed", cause: "unsupported", message: "not in the recording" } as const;
  // Nothing is left to this node to find out, so that it is asked twice.
  const named = Object.entries(recording).filter(([request]) => !request.includes("/@"));
  return [line("", unknown), ...named.map(([request, answer]) => line(request, answer))].join("");
}

export async function startReplayedNode(
  workshop: Workshop,
  {
    name,
    recording,
    authorized,
    config = [],
    inside = [],
  }: {
    readonly name: string;
    readonly recording: string;
    readonly authorized: string;
    readonly config?: readonly string[];
    readonly inside?: readonly string[];
  },
): Promise<ReplayedNode> {
  const folder = workshop.path(`${name}.player`);
  mkdirSync(folder);
  writeFileSync(`${folder}/answers`, answersOf(recorded(recording)));
  const waiting = new Set<Socket>();
  let stopped: Point | undefined;
  const gate = createServer((socket) => {
    socket.on("error", () => undefined);
    createInterface({ input: socket }).once("line", (point) => {
      // Of a session that read the file before it was another: nobody waits for it any more.
      if (point !== stopped) return void socket.destroy();
      waiting.add(socket);
      gate.emit("reached");
    });
  });
  await listen(gate, `${folder}/gate`);
  const sshd = await startSshd(workshop, {
    name,
    authorized: [authorized],
    inside,
    config: [...config, `ForceCommand perl ${player} ${folder}`],
  });
  const letGo = (): void => {
    for (const socket of waiting) socket.destroy();
    waiting.clear();
  };
  return {
    name,
    sshd,
    stopAt: (point) => {
      stopped = point;
      if (point === undefined) rmSync(`${folder}/stop`, { force: true });
      else writeFileSync(`${folder}/stop`, `${point}\n`);
    },
    reached: async () => {
      if (waiting.size === 0) await once(gate, "reached");
    },
    letGo,
    logins: () => sshd.log().match(/Accepted publickey/g)?.length ?? 0,
    async stop() {
      letGo();
      await sshd.stop();
      gate.close();
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, "listening");
}

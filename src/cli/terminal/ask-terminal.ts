import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { AskTerminal } from "./terminal.ts";

/**
 * Asks at this process's own terminal: the question on standard error, for standard output may be a file. Nothing of what
 * is typed is shown where it is hidden. Undefined where either is no terminal.
 */
export function askAtTerminal(): AskTerminal | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (question, how) =>
    new Promise((resolve) => {
      if (how?.signal?.aborted) return resolve(undefined);
      const hidden = how?.hidden === true;
      const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({
        input: process.stdin,
        output: hidden ? silence : process.stderr,
        terminal: true,
      });
      const takeBack = (): void => end(undefined);
      const end = (answer: string | undefined): void => {
        how?.signal?.removeEventListener("abort", takeBack);
        // Before the lines are closed, which counts as no answer.
        resolve(answer);
        lines.close();
        if (hidden || answer === undefined) process.stderr.write("\n");
      };
      how?.signal?.addEventListener("abort", takeBack);
      if (hidden) process.stderr.write(question);
      lines.question(hidden ? "" : question, end);
      lines.once("close", () => resolve(undefined));
      // The terminal gives the key to us and not to the process.
      lines.once("SIGINT", () => {
        end(undefined);
        process.kill(process.pid, "SIGINT");
      });
    });
}

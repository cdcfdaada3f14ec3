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
      const hidden = how !== undefined;
      const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({
        input: process.stdin,
        output: hidden ? silence : process.stderr,
        terminal: true,
      });
      const end = (answer: string | undefined): void => {
        lines.close();
        if (hidden) process.stderr.write("\n");
        resolve(answer);
      };
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

import { execFile } from "node:child_process";
import type { LogLine } from "./log-line.ts";

/** Milliseconds for a line to be taken. */
const patience = 10_000;

/** Writes a line into the system's log by logger(1), as `plimsoll`, facility daemon. @returns why that failed. */
export const writeToSystemLog = (logger: string, { severity, text }: LogLine): Promise<string | undefined> =>
  new Promise((resolve) => {
    const args = ["--socket-errors=on", "--tag", "plimsoll", "--priority", `daemon.${severity}`, "--", text];
    const child = execFile(logger, args, { timeout: patience }, (error, _stdout, stderr) =>
      resolve(error === null ? undefined : stderr.trim() || error.message),
    );
    child.stdin?.end();
  });

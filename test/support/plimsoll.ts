import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The built program. */
export const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** How a run of the built program ended. */
export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Starts the program as a user would, without blocking this process: servers that it asks may live here. */
export function startPlimsoll(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): { readonly child: ChildProcessWithoutNullStreams; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], { env: environment });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]).then(([status, stdout, stderr]) => ({
    status,
    stdout,
    stderr,
  }));
  return { child, ended };
}

/** Runs the program to its end. */
export const plimsoll = (...args: readonly string[]): Promise<Ended> => startPlimsoll(args).ended;

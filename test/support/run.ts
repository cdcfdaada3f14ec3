import { type ExecFileException, execFile } from "node:child_process";

/** How a program ended, and what it said. */
export type Ran = { readonly status: number | string | null; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, four minutes at most, without blocking this process. */
export const run = (
  cwd: string,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Ran> =>
  new Promise((resolve) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string): void =>
      resolve({ status: error === null ? 0 : (error.code ?? null), stdout, stderr });
    execFile(command, args, { cwd, env: environment, encoding: "utf8", timeout: 240_000 }, ended);
  });

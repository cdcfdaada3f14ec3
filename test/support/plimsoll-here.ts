import { homedir } from "node:os";
import { runProgram } from "../../src/cli/program.ts";
import type { Ended } from "./plimsoll.ts";
import { recordedTerminal } from "./terminal.ts";

/**
 * Runs plimsoll to its end in this process, as the built program would in its place: for tests that ask for much of it,
 * and where starting it is not what is tested.
 */
export async function plimsollHere(...args: readonly string[]): Promise<Ended> {
  const lines: string[] = [];
  const kept = recordedTerminal({
    print: (line) => lines.push(`${line}\n`),
    environment: process.env,
    home: homedir(),
    workingDirectory: process.cwd(),
    now: () => new Date(),
  });
  const status = await runProgram(args, kept.terminal);
  return { status, stdout: lines.join(""), stderr: kept.talked() };
}

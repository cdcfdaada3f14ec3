import { homedir } from "node:os";
import { runProgram } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal/terminal.ts";
import type { Ended } from "./plimsoll.ts";
import { recordedTerminal } from "./terminal.ts";

/** Runs plimsoll to its end in this process, with around it what a test says; gives what it printed and said. */
export async function plimsollIn(world: Partial<Terminal>, ...args: readonly string[]) {
  const kept = recordedTerminal(world);
  const status = await runProgram(args, kept.terminal);
  return { status, printed: kept.printed(), talked: kept.talked() };
}

/**
 * Runs plimsoll to its end in this process, as the built program would in its place: for tests that ask for much of it,
 * and where starting it is not what is tested.
 */
export async function plimsollHere(...args: readonly string[]): Promise<Ended> {
  const place = { environment: process.env, home: homedir(), workingDirectory: process.cwd(), now: () => new Date() };
  const { status, printed, talked } = await plimsollIn(place, ...args);
  return { status, stdout: printed === "" ? "" : `${printed}\n`, stderr: talked };
}

/** The same at a terminal that a test describes: what was printed, and what was said beside it. */
export async function plimsollAt(where: Partial<Terminal>, ...args: readonly string[]) {
  const { terminal, printed, talked } = recordedTerminal(where);
  const status = await runProgram(args, terminal);
  return { status, printed: printed(), talked: talked() };
}

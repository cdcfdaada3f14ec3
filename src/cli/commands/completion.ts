import type { Command } from "commander";
import { bashCompletion } from "../completion/bash.ts";
import { describedCommand } from "../completion/described-command.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { exitCodes } from "../exit-codes.ts";
import { type JsonFlag, jsonOf, printResult } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** A shell that there is a script for. */
export type Shell = keyof typeof scripts;

/** Prints the script that completes a program's command line; returns the exit status. */
export function printCompletion(shell: Shell, program: Command, flags: JsonFlag, terminal: Terminal): number {
  const script = scripts[shell](describedCommand(program));
  printResult(flags, { text: () => [script], json: () => jsonOf({ shell, script }) }, terminal);
  return exitCodes.clean;
}

import { Command, CommanderError } from "commander";
import { ChecklistFileError } from "../checklists/checklist-file-error.ts";
import { KubeconfigError } from "../connect/api/kubeconfig-error.ts";
import { readerSha256 } from "../connect/reader.ts";
import { NoChromiumError } from "../print/chromium.ts";
import { PrintError } from "../print/print-page.ts";
import { visibleProse } from "../reports/visible-text.ts";
import { OutputError } from "../run-folder/output-error.ts";
import { RunFolderError } from "../run-folder/run-folder-error.ts";
import { toolVersion } from "../tool-version.ts";
import { XccdfFileError } from "../xccdf/xccdf-file-error.ts";
import { YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { apiAccessCommand } from "./declared/api-access.ts";
import { assessCommand } from "./declared/assess.ts";
import { auditCommand } from "./declared/audit.ts";
import { benchmarkCommand } from "./declared/benchmark.ts";
import { checkCommand } from "./declared/check.ts";
import { collectCommand } from "./declared/collect.ts";
import type { CommandContext } from "./declared/command-context.ts";
import { commandOutput } from "./declared/command-output.ts";
import { completionCommand } from "./declared/completion.ts";
import { decisionsCommand } from "./declared/decisions.ts";
import { demoCommand } from "./declared/demo.ts";
import { diffCommand } from "./declared/diff.ts";
import { historyCommand } from "./declared/history.ts";
import { initCommand } from "./declared/init.ts";
import { mergeCommand } from "./declared/merge.ts";
import { readerCommand } from "./declared/reader.ts";
import { reportCommand } from "./declared/report.ts";
import { rulesCommand } from "./declared/rules.ts";
import { scheduleCommand } from "./declared/schedule.ts";
import { schemaCommand } from "./declared/schema.ts";
import { trustCommand } from "./declared/trust.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { UsageError } from "./usage-error.ts";

const commands = [
  initCommand,
  checkCommand,
  auditCommand,
  collectCommand,
  mergeCommand,
  assessCommand,
  reportCommand,
  diffCommand,
  historyCommand,
  rulesCommand,
  benchmarkCommand,
  trustCommand,
  scheduleCommand,
  decisionsCommand,
  apiAccessCommand,
  readerCommand,
  demoCommand,
  schemaCommand,
  completionCommand,
];

/** Errors that are somebody's to mend: one sentence, no stack. */
const foreseen: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [UsageError, exitCodes.usage],
  [YamlFileError, exitCodes.usage],
  [XccdfFileError, exitCodes.usage],
  [ChecklistFileError, exitCodes.usage],
  [KubeconfigError, exitCodes.usage],
  [OutputError, exitCodes.output],
  [RunFolderError, exitCodes.runFolder],
  [NoChromiumError, exitCodes.usage],
  [PrintError, exitCodes.output],
];

/** The command line: what can be typed, which help, completion and the manual page say. */
export function commandLine(context: CommandContext): Command {
  const { terminal } = context;
  const output = commandOutput(terminal);
  const prepared = (command: Command): Command => {
    for (const part of command.commands) prepared(part);
    return command.exitOverride().configureOutput(output);
  };
  const program = prepared(new Command("plimsoll"))
    .description("Audits Kubernetes clusters over SSH against the DISA Kubernetes STIG.")
    .version(
      `plimsoll ${toolVersion}, reader sha256:${readerSha256}`,
      "-V, --version",
      "print the version and the reader's digest",
    );
  for (const command of commands) program.addCommand(prepared(command(context)));
  return program;
}

/**
 * Runs plimsoll with the arguments after the program's name.
 * @returns the exit status. What was foreseen is said in one sentence; anything else is a mistake of ours and shows its stack.
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.clean;
  const program = commandLine({ terminal, finish: (code) => (exitCode = code) });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
    const known = foreseen.find(([kind]) => error instanceof kind);
    const words = known === undefined ? unforeseen(error) : `plimsoll: ${(error as Error).message}\n`;
    terminal.talk(visibleProse(words));
    return known?.[1] ?? exitCodes.internal;
  }
}

const unforeseen = (error: unknown): string =>
  `plimsoll met a mistake of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;

import { userInfo } from "node:os";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { cronJob, podPlaces } from "../../schedule/cronjob.ts";
import { crontab } from "../../schedule/crontab.ts";
import type { Moment } from "../../schedule/moment.ts";
import { agentHost, type ScheduledAudit } from "../../schedule/scheduled-audit.ts";
import { systemdUnits, type UnitFile } from "../../schedule/systemd.ts";
import { auditCommand } from "../declared/audit.ts";
import type { CommandContext } from "../declared/command-context.ts";
import { commandOutput } from "../declared/command-output.ts";
import { givenInventory } from "../given/inventory.ts";
import { type JsonFlag, jsonOf, printResult, type Result, textOf } from "../results/result.ts";
import { refuseExisting, writeNewFile } from "../results/write-new-file.ts";
import { isUrl } from "../scheduled/notifiers.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { AuditFlags } from "./audit.ts";

/** The options of `plimsoll schedule`. */
export type ScheduleFlags = JsonFlag & {
  readonly inventory: string;
  readonly as: "systemd" | "cron" | "cronjob";
  readonly at: Moment;
  readonly output?: string;
};

/** What a schedule's audit is told unless something else is given. */
const usual = (runs: string): readonly (readonly [string, ...string[]])[] => [
  ["--runs", runs],
  ["--keep", "30"],
  ["--deadline", "2h"],
  ["--quiet"],
];

type AuditLine = {
  readonly args: readonly string[];
  readonly flags: AuditFlags & { readonly runs: string; readonly deadline: number };
};

/** The audit's command line as it is started, and what it means: what is given goes before what is usual. */
function auditLine(
  { inventory, runs }: { readonly inventory: string; readonly runs: string },
  more: readonly string[],
  { terminal, finish }: CommandContext,
): AuditLine {
  const isGiven = (option: string): boolean => more.some((word) => word === option || word.startsWith(`${option}=`));
  const args = ["-i", inventory, ...usual(runs).flatMap((told) => (isGiven(told[0]) ? [] : told)), ...more];
  const unfit = args.find((word) => /\p{Cc}/u.test(word));
  if (unfit !== undefined)
    throw new UsageError(`${JSON.stringify(unfit)} holds a character that no schedule can carry`);
  // As the audit itself will read it; what is wrong with it is said now.
  const command = auditCommand({ terminal, finish })
    .action(() => undefined)
    .exitOverride()
    .configureOutput(commandOutput(terminal));
  const flags: AuditLine["flags"] = command.parse(args, { from: "user" }).opts();
  const relative = pathsIn(flags).find((path) => !isAbsolute(path));
  if (relative !== undefined)
    throw new UsageError(`${relative}: a schedule starts elsewhere, so give an absolute path`);
  return { args: ["audit", ...args], flags };
}

/** The files that an audit's options name. A program without a slash is looked for where it is started. */
function pathsIn(flags: AuditFlags): readonly string[] {
  const { runs, prometheus, decisions, benchmarkFile, passphraseFile, sshPasswordFile, sudoPasswordFile } = flags;
  const named = [runs, prometheus, decisions, benchmarkFile, passphraseFile, sshPasswordFile, sudoPasswordFile];
  const program = flags.onChange?.includes("/") === true ? [flags.onChange] : [];
  const webhook = flags.webhook === undefined || isUrl(flags.webhook) ? [] : [flags.webhook];
  const all = [...named, ...program, ...webhook, ...(flags.from ?? []), ...(flags.previous ?? [])];
  return all.flatMap((path) => path ?? []);
}

/** What is made of a schedule: files of systemd, or one text. */
async function scheduled(
  { as, at, ...given }: ScheduleFlags,
  more: readonly string[],
  context: CommandContext,
): Promise<readonly UnitFile[] | string> {
  const { terminal } = context;
  const file = resolve(terminal.workingDirectory, given.inventory);
  const inventory = await givenInventory(file, terminal);
  if (as === "cronjob") {
    const inPod = {
      inventory: `${podPlaces.inventory}/${basename(file)}`,
      runs: `${podPlaces.runs}/${inventory.cluster}`,
    };
    const { args, flags } = auditLine(inPod, more, context);
    return cronJob({ at, args, deadline: flags.deadline });
  }
  const { args, flags } = auditLine({ inventory: file, runs: `/var/lib/plimsoll/${inventory.cluster}` }, more, context);
  const audit = { inventory, at, args, ...placesOf(file, flags, terminal) };
  tellOfAgent(audit, terminal);
  return as === "cron" ? crontab(audit) : systemdUnits(audit);
}

/** What an audit reads and writes on this machine, by its command line. */
function placesOf(
  inventory: string,
  flags: AuditLine["flags"],
  { program = ["plimsoll"] }: Terminal,
): Omit<ScheduledAudit, "inventory" | "at" | "args"> {
  const { runs, deadline, prometheus } = flags;
  return {
    program,
    runs,
    deadline,
    user: userInfo().username,
    reads: [inventory, ...pathsIn(flags).filter((path) => path !== runs && path !== prometheus)],
    writes: prometheus === undefined ? [] : [dirname(prometheus)],
    prints: flags.format.includes("pdf"),
  };
}

function tellOfAgent({ inventory }: ScheduledAudit, { talk }: Terminal): void {
  const host = agentHost(inventory);
  if (host === undefined) return;
  talk(
    `${host} has no identityFile in the inventory: no agent of a person's session is there when a clock starts the audit. Name a key, or an identityAgent whose socket stays.\n`,
  );
}

/** Where a unit is kept by whoever installs it. */
const unitPath = ({ name }: UnitFile): string => `/etc/systemd/system/${name}`;

/** Writes units where `--output` says; their paths. */
function writeUnits(made: readonly UnitFile[] | string, folder: string, as: ScheduleFlags["as"]): readonly string[] {
  if (typeof made === "string") {
    throw new UsageError(`--output is for the files of --as systemd; redirect what --as ${as} prints`);
  }
  const files = made.map(({ name, text }) => ({ path: resolve(folder, name), text }));
  for (const { path } of files) refuseExisting(path);
  for (const { path, text } of files) writeNewFile(path, [text]);
  return files.map(({ path }) => path);
}

function resultOf(made: readonly UnitFile[] | string, written: readonly string[] | undefined): Result {
  const text = () =>
    typeof made === "string" ? [made] : textOf(made.map((unit) => `# ${unitPath(unit)}\n${unit.text}`));
  return {
    text: () => (written === undefined ? text() : textOf(written)),
    json: () =>
      jsonOf({
        ...(written && { files: written }),
        ...(typeof made === "string"
          ? { text: made }
          : { units: made.map((unit) => ({ path: unitPath(unit), ...unit })) }),
      }),
  };
}

/** Shows what starts audits of an inventory by a clock; it installs nothing. `more`: options of the audit. */
export async function schedule(more: readonly string[], flags: ScheduleFlags, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const made = await scheduled(flags, more, context);
  const folder = flags.output && resolve(terminal.workingDirectory, flags.output);
  printResult(flags, resultOf(made, folder ? writeUnits(made, folder, flags.as) : undefined), terminal);
}

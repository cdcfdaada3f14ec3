import { InvalidArgumentError, Option } from "commander";
import { checklistScopes, usualChecklists } from "../../findings/checklist-settings.ts";
import { type Shard, shardNamed } from "../../inventory/shard.ts";
import { reportFormats, type WantedFormat } from "../../reports/report-format.ts";

/** What a list with commas names. */
export const words = (text: string): readonly string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

const formats: readonly string[] = [...reportFormats, "pdf"];

function readFormats(text: string): readonly WantedFormat[] {
  if (words(text).length === 0) throw new InvalidArgumentError(`It must name at least one of ${formats.join(", ")}.`);
  const wrong = words(text).find((word) => !formats.includes(word));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${formats.join(", ")}.`);
  return words(text) as readonly WantedFormat[];
}

/** What `--log-level` takes. */
const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

/** From which weight on something is logged. */
export type LogLevel = (typeof logLevels)[number];

/** Which inventory; a command that has it needs it. */
export const inventoryOption = () => new Option("-i, --inventory <file>", "which hosts to ask").makeOptionMandatory();

/** Where a run, which must be a new one, is put. */
export const outputOption = () =>
  new Option("-o, --output <dir>", "folder of the run; must not hold one yet (default: runs/<time>)");

/** Which run is gone on with, in place of a new one. */
export const resumeOption = () =>
  new Option("--resume <run>", "go on with a run that ended early: only what it lacks is asked for").conflicts(
    "output",
  );

function readShard(text: string): Shard {
  const shard = shardNamed(text);
  if (shard === undefined)
    throw new InvalidArgumentError(`It must be such as 3/7: a part, from 1, and how many there are.`);
  return shard;
}

/** Which part of the inventory is asked, as a `Shard`. */
export const shardOption = () =>
  new Option(
    "--shard <i/n>",
    "ask only the hosts of this part of the inventory; plimsoll merge judges all parts",
  ).argParser(readShard);

/** Files and folders of sweeps. */
export const fromOption = () =>
  new Option(
    "--from <paths...>",
    "sweeps taken at the consoles of hosts (files, or folders of *.sweep), instead of SSH",
  );

/** Reads what `--concurrency` is given. */
function readConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError("It must be a number from 1 to 1000.");
  return value;
}

/** How many hosts are at work at once; undefined leaves it to the machine. */
export const concurrencyOption = () =>
  new Option(
    "--concurrency <number>",
    "hosts at work at once (default: 16 for each processor and 64 at most, half of that with transport: openssh)",
  ).argParser(readConcurrency);

/** Which reports are written. */
export const formatOption = () =>
  new Option("--format <list>", `reports to write: ${formats.join(", ")}`)
    .argParser(readFormats)
    .default(["html", "ckl", "cklb", "json"], "html,ckl,cklb,json");

/** What a checklist is of; undefined leaves it to the run. */
export const checklistOption = () =>
  new Option(
    "--checklist <scope>",
    `a checklist of the whole cluster, of each role, or of each node (default: ${usualChecklists.scope})`,
  ).choices(checklistScopes);

/** Whether checklists leave out texts of ours (`ChecklistSettings`). */
export const emptyNotReviewedOption = () =>
  new Option("--empty-not-reviewed", "checklists say nothing of rules that are Not Reviewed, for STIG Manager");

/** Whether the result is printed as an object: of every command. */
export const jsonOption = () =>
  new Option("--json", "print the result as one JSON object for programs; standard output has nothing else");

/** Whether progress is left out. */
export const quietOption = () =>
  new Option("-q, --quiet", "no progress: results and errors only, and how many hosts are unread where some are");

/** From which weight on something is logged. */
export const logLevelOption = () =>
  new Option("--log-level <level>", "JSON log on standard error").choices(logLevels).default("silent");

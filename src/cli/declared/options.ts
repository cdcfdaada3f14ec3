import { type Command, InvalidArgumentError, Option } from "commander";
import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import type { Category } from "../../benchmark/requirement.ts";
import { checklistScopes, usualChecklists } from "../../findings/checklist-settings.ts";
import { type Shard, shardNamed } from "../../inventory/shard.ts";
import { reportFormats, type WantedFormat } from "../../reports/report-format.ts";
import { secretVariables } from "../../secret-variables.ts";

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

/** Names of requirements, given once with commas or several times. Which there are the benchmarks know. */
function readRequirements(text: string, before: readonly string[] | undefined): readonly string[] {
  // Of nothing that is judged nothing is open: a variable of a script that is empty would be a pass.
  if (words(text).length === 0) throw new InvalidArgumentError("It must name at least one rule.");
  return [...(before ?? []), ...words(text)];
}

/** What `--benchmark` takes. */
const benchmarkChoices = ["stig", "nsa-cisa", "all"] as const;
/** Which benchmarks are judged by. */
export type BenchmarkChoice = (typeof benchmarkChoices)[number];

/** What `--log-level` takes. */
const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
/** From which weight on something is logged. */
export type LogLevel = (typeof logLevels)[number];

const categories: Readonly<Record<string, Category>> = { I: "CAT I", II: "CAT II", III: "CAT III" };

/** The category that somebody means by `II` or `cat ii`; undefined where it is none. */
export const categoryNamed = (text: string): Category | undefined =>
  categories[text.toUpperCase().replace(/^CAT[ -]?/, "")];

function readCategory(text: string): Category {
  const category = categoryNamed(text);
  if (category === undefined) throw new InvalidArgumentError("It must be I, II or III.");
  return category;
}

/** Reads what `--concurrency` is given. */
function readConcurrency(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError("It must be a number from 1 to 1000.");
  return value;
}

export const inventoryOption = () => new Option("-i, --inventory <file>", "which hosts to ask").makeOptionMandatory();
const passphraseFileOption = () =>
  new Option(
    "--passphrase-file <file>",
    `one line that opens the private keys (else ${secretVariables.passphrase}, or asked for)`,
  );
const sshPasswordFileOption = () =>
  new Option(
    "--ssh-password-file <file>",
    `one line that answers servers that ask for a password (else ${secretVariables.sshPassword}, or asked for)`,
  );
export const outputOption = () =>
  new Option("-o, --output <dir>", "folder of the run; must not hold one yet (default: runs/<time>)");
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

export const shardOption = () =>
  new Option(
    "--shard <i/n>",
    "ask only the hosts of this part of the inventory; plimsoll merge judges all parts",
  ).argParser(readShard);
export const fromOption = () =>
  new Option(
    "--from <paths...>",
    "sweeps taken at the consoles of hosts (files, or folders of *.sweep), instead of SSH",
  );
export const formatOption = () =>
  new Option("--format <list>", `reports to write: ${formats.join(", ")}`)
    .argParser(readFormats)
    .default(["html", "ckl", "cklb", "json"], "html,ckl,cklb,json");
export const checklistOption = () =>
  new Option(
    "--checklist <scope>",
    `a checklist of the whole cluster, of each role, or of each node (default: ${usualChecklists.scope})`,
  ).choices(checklistScopes);
export const emptyNotReviewedOption = () =>
  new Option("--empty-not-reviewed", "checklists say nothing of rules that are Not Reviewed, for STIG Manager");
export const concurrencyOption = () =>
  new Option(
    "--concurrency <number>",
    "hosts at work at once (default: 16 for each processor and 64 at most, half of that with transport: openssh)",
  ).argParser(readConcurrency);
const onlyOption = () =>
  new Option("--only <names>", "judge these only: V-242376,non-root-containers").argParser(readRequirements);
export const decisionsOption = (otherwise: string) =>
  new Option("--decisions <file>", `what the site decided (default: ${otherwise})`);
export const previousRunOption = () =>
  new Option("--previous <run>", "folder of an earlier run of this cluster: reports say what changed since");
const previousOption = () =>
  new Option(
    "--previous <path>",
    "an earlier run of this cluster, to compare with, or a checklist (CKL, CKLB); people's words in them are carried over",
  ).argParser((path: string, before: readonly string[] | undefined) => [...(before ?? []), path]);
export const releaseOption = () =>
  new Option("--release <name>", "release of the Kubernetes STIG").choices(releaseNames).default("v2r6");
const benchmarkFileOption = () =>
  new Option(
    "--benchmark-file <file>",
    "DISA's own file of any release, zip or XCCDF: judge by it and show its texts",
  ).conflicts("release");
export const benchmarkOption = (otherwise: BenchmarkChoice = "stig") =>
  new Option("--benchmark <name>", "the STIG, the NSA/CISA guidance, or both")
    .choices(benchmarkChoices)
    .default(otherwise);
const failOnOption = () =>
  new Option(
    "--fail-on <category>",
    "exit 1 for open findings of this category (I, II, III; high, medium, low) and above",
  )
    .argParser(readCategory)
    .default("CAT III", "III");
export const fipsOption = () =>
  new Option("--fips", "offer hosts and API server only algorithms that FIPS 140-3 approves, and refuse other keys");
const sudoPasswordFileOption = () =>
  new Option(
    "--sudo-password-file <file>",
    `the password that sudo asks for on hosts of privilege: sudo-password (else ${secretVariables.sudoPassword}, or you are asked)`,
  );
export const jsonOption = () =>
  new Option("--json", "print the result as one JSON object for programs; standard output has nothing else");
export const quietOption = () =>
  new Option("-q, --quiet", "no progress: results and errors only, and how many hosts are unread where some are");
export const logLevelOption = () =>
  new Option("--log-level <level>", "JSON log on standard error").choices(logLevels).default("silent");

/** The options of every command that judges a run: by which texts and files, and what its status goes by. */
export const withJudgingOptions = (command: Command): Command =>
  command
    .addOption(onlyOption())
    .addOption(benchmarkOption())
    .addOption(releaseOption())
    .addOption(benchmarkFileOption())
    .addOption(previousOption())
    .addOption(failOnOption());

/** Adds where the secrets of logins come from, and what is offered: to every command that logs in somewhere. */
export const withLoginOptions = (command: Command): Command =>
  command
    .addOption(passphraseFileOption())
    .addOption(sshPasswordFileOption())
    .addOption(sudoPasswordFileOption())
    .addOption(fipsOption());

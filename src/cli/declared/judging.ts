import { type Command, InvalidArgumentError, Option } from "commander";
import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import type { Category } from "../../benchmark/requirement.ts";
import { words } from "./options.ts";

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

const categories: Readonly<Record<string, Category>> = { I: "CAT I", II: "CAT II", III: "CAT III" };

/** The category that somebody means by `II` or `cat ii`; undefined where it is none. */
export const categoryNamed = (text: string): Category | undefined =>
  categories[text.toUpperCase().replace(/^CAT[ -]?/, "")];

function readCategory(text: string): Category {
  const category = categoryNamed(text);
  if (category === undefined) throw new InvalidArgumentError("It must be I, II or III.");
  return category;
}

const onlyOption = () =>
  new Option("--only <names>", "judge these only: V-242376,non-root-containers").argParser(readRequirements);

/** Which file of decisions; `otherwise` says in help what counts without it. */
export const decisionsOption = (otherwise: string) =>
  new Option("--decisions <file>", `what the site decided (default: ${otherwise})`);

/** One earlier run to compare with. */
export const previousRunOption = () =>
  new Option("--previous <run>", "folder of an earlier run of this cluster: reports say what changed since");

const previousOption = () =>
  new Option(
    "--previous <path>",
    "an earlier run of this cluster, to compare with, or a checklist (CKL, CKLB); people's words in them are carried over",
  ).argParser((path: string, before: readonly string[] | undefined) => [...(before ?? []), path]);

/** By which of the releases that are built in. */
export const releaseOption = () =>
  new Option("--release <name>", "release of the Kubernetes STIG").choices(releaseNames).default("v2r6");

const benchmarkFileOption = () =>
  new Option(
    "--benchmark-file <file>",
    "DISA's own file of any release, zip or XCCDF: judge by it and show its texts",
  ).conflicts("release");

/** By which benchmarks; `otherwise` where nothing is said. */
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

/** The options of every command that judges a run: by which texts and files, and what its status goes by. */
export const withJudgingOptions = (command: Command): Command =>
  command
    .addOption(onlyOption())
    .addOption(benchmarkOption())
    .addOption(releaseOption())
    .addOption(benchmarkFileOption())
    .addOption(previousOption())
    .addOption(failOnOption());

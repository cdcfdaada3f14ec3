import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Aspect,
  aspects,
  type Changed,
  type Difference,
  difference,
  proseAspects,
} from "../../benchmark/difference.ts";
import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import { withCheckTexts } from "../../benchmark/kubernetes-stig/with-check-texts.ts";
import { releaseTitle, writtenFor } from "../../benchmark/kubernetes-stig/written-for.ts";
import { categoryOf, releaseName, type StigBenchmark, type StigRequirement } from "../../benchmark/requirement.ts";
import { visible } from "../../reports/visible-text.ts";
import { wrap } from "../../reports/wrap.ts";
import { rulesOf } from "../../rules/rules-of.ts";
import { exitCodes } from "../exit-codes.ts";
import { readBenchmark } from "../given/read-benchmark.ts";
import { type JsonFlag, jsonOf, printResult, textOf } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** A rule, and what is said of it; empty where that it is listed says all. */
type Row = readonly [id: string, what: string];

/** The benchmark that an argument means: a release that is built in, or a file. */
async function benchmarkOf(given: string, { workingDirectory }: Terminal): Promise<StigBenchmark> {
  const known = releaseNames.find((name) => name === given.toLowerCase());
  if (known !== undefined) return withCheckTexts(known);
  const path = resolve(workingDirectory, given);
  if (/^v\d+r\d+$/i.test(given) && !existsSync(path)) {
    throw new UsageError(`there is no release "${given}" here, only ${releaseNames.join(", ")}: give DISA's file`);
  }
  return readBenchmark(path);
}

function headOf(benchmark: StigBenchmark): string {
  const { id, releaseInfo, file, requirements } = benchmark;
  const from = file === undefined ? "built in" : file.name;
  return `${id} ${releaseName(benchmark)} (${releaseInfo}), ${requirements.length} rules, ${from}`;
}

const ruleRow = ({ id, severity, title }: StigRequirement): Row => [id, `${categoryOf(severity)}, ${title}`];
const changedRow = ({ id, before, now }: Changed): Row => [id, `${before || "none"} is now ${now || "none"}`];

/** The rules of a benchmark whose check text is none that our logic was written for, and what becomes of them. */
function strangers(benchmark: StigBenchmark): readonly Row[] {
  const rules = new Map(rulesOf(benchmark).map((rule) => [rule.id, rule]));
  return benchmark.requirements.flatMap((requirement): readonly Row[] => {
    const { id } = requirement;
    const logic = writtenFor(benchmark, requirement);
    if (logic === undefined) return [[id, "Not Reviewed: plimsoll has no logic for this rule"]];
    const release = releaseTitle(logic.release);
    if (logic.text === "same") return [];
    if (rules.get(id)?.kind === "manual") return [[id, "judged by a person, as before"]];
    if (logic.text === "reworded") return [[id, `judged by the logic for ${release}: the same in other words`]];
    if (logic.text === "missing") return [[id, "Not Reviewed: the file has no check text"]];
    return [[id, `Not Reviewed: the text names other things than that of ${release}, which the logic is for`]];
  });
}

const aspectTitles: Readonly<Record<Aspect, string>> = {
  "check text": "Reworded, check text",
  "fix text": "Reworded, fix text",
  discussion: "Reworded, discussion",
  severity: "Severity changed",
  title: "Title changed",
  CCIs: "CCIs changed",
};

type Part = readonly [title: string, rows: readonly Row[]];

/** What is different, a part for each kind. Without both files' prose only digests of check texts are compared. */
function partsOf(found: Difference, now: StigBenchmark, hasProse: boolean): readonly Part[] {
  const { added, removed, renumbered, changed } = found;
  const known = aspects.filter((aspect) => hasProse || (aspect !== "fix text" && aspect !== "discussion"));
  return [
    ["Added", added.map(ruleRow)],
    ["Removed", removed.map(ruleRow)],
    ["Renumbered", renumbered.map(changedRow)],
    ...known.map((aspect): Part => {
      const isProse = proseAspects.includes(aspect);
      const rows = changed[aspect].map((one): Row => (isProse ? [one.id, titleOf(now, one.id)] : changedRow(one)));
      return [aspectTitles[aspect], rows];
    }),
    ["Rules that plimsoll wrote for another check text", strangers(now)],
  ];
}

const titleOf = ({ requirements }: StigBenchmark, id: string): string =>
  requirements.find((rule) => rule.id === id)?.title ?? "";

/** Rows below each other, the second column wrapped. */
function rowLines(rows: readonly Row[], width: number): readonly string[] {
  const first = Math.max(...rows.map(([id]) => id.length)) + 2;
  return rows.flatMap(([id, what]) => {
    const text = `${id.padEnd(first)}${visible(what.replaceAll("\u00A0", " "))}`;
    return wrap(text, width - 2, " ".repeat(first)).map((line) => `  ${line}`);
  });
}

function compared(before: StigBenchmark, now: StigBenchmark, columns: number): readonly string[] {
  const width = Math.min(columns, 120);
  const found = difference(before, now);
  const hasProse = [before, now].every(({ file }) => file !== undefined);
  const { uncompared } = found;
  return [
    ...wrap(`from ${visible(headOf(before))}`, width, "     "),
    ...wrap(`to   ${visible(headOf(now))}`, width, "     "),
    ...partsOf(found, now, hasProse).flatMap(([title, rows]) =>
      rows.length === 0 ? ["", `${title}: none`] : ["", `${title}: ${rows.length}`, ...rowLines(rows, width)],
    ),
    ...(uncompared === 0 ? [] : ["", ...wrap(`Not compared, for want of a check text: ${uncompared} rules.`, width)]),
    ...(hasProse
      ? []
      : ["", ...wrap("Fix texts and discussions are compared where DISA's file is given for both.", width)]),
  ];
}

const releaseJson = (benchmark: StigBenchmark) => ({
  id: benchmark.id,
  release: releaseName(benchmark),
  releaseInfo: benchmark.releaseInfo,
  rules: benchmark.requirements.length,
  file: benchmark.file ?? null,
});

const ruleJson = ({ id, severity, title }: StigRequirement) => ({ id, severity, title });

/** The same for programs. */
function comparedJson(before: StigBenchmark, now: StigBenchmark): object {
  const { added, removed, ...found } = difference(before, now);
  return {
    from: releaseJson(before),
    to: releaseJson(now),
    added: added.map(ruleJson),
    removed: removed.map(ruleJson),
    ...found,
    otherTexts: strangers(now).map(([id, what]) => ({ id, what })),
  };
}

/** Prints what is different from one release to another; returns the exit status. */
export async function compareReleases(
  old: string,
  given: string,
  flags: JsonFlag,
  terminal: Terminal,
): Promise<number> {
  const before = await benchmarkOf(old, terminal);
  const now = await benchmarkOf(given, terminal);
  const text = () => textOf(compared(before, now, terminal.columns));
  printResult(flags, { text, json: () => jsonOf(comparedJson(before, now)) }, terminal);
  return exitCodes.clean;
}

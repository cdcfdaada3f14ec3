import { releaseNames } from "../benchmark/kubernetes-stig/release-names.ts";
import { type ReleaseName, releases } from "../benchmark/kubernetes-stig/releases.ts";
import { withCheckTexts } from "../benchmark/kubernetes-stig/with-check-texts.ts";
import type { CheckText, StigBenchmark } from "../benchmark/requirement.ts";
import type { AnsweredRule, ChecklistFile } from "../checklists/checklist-file.ts";
import type { StigFinding } from "../findings/assessment.ts";
import { checkTextOf } from "../xccdf/check-text.ts";

/** Digests of the check texts of a benchmark, those of a built-in release included. */
export function checkTextsOf(benchmark: StigBenchmark): ReadonlyMap<string, CheckText> {
  const name = builtIn(benchmark);
  const { requirements } = benchmark.file === undefined && name !== undefined ? withCheckTexts(name) : benchmark;
  return new Map(requirements.flatMap(({ id, checkText }) => (checkText === undefined ? [] : [[id, checkText]])));
}

/** Digests of the check texts of the release that a checklist is of; none where that is not built in. */
export function checkTextsIn(stig: ChecklistFile["stig"]): ReadonlyMap<string, CheckText> {
  const release = stig && releaseOf(stig);
  return release === undefined ? new Map() : checkTextsOf(releases[release]);
}

/** Digests of DISA's check texts, of today's benchmark and of the checklist's release. */
type Texts = Readonly<Record<"now" | "before", ReadonlyMap<string, CheckText>>>;

/**
 * Whether a rule of a checklist asks what the finding's rule asks: DISA's check text is the same; or where the checklist
 * has plimsoll's words instead, they and the text of the two releases are the same.
 */
export function asksTheSame(rule: AnsweredRule, finding: StigFinding, texts: Texts): boolean {
  const now = texts.now.get(finding.id)?.sha256;
  const then = checkTextOf(rule.checkText)?.sha256;
  if (then === undefined) return false;
  if (then === now) return true;
  if (then !== checkTextOf(finding.check)?.sha256) return false;
  if (sameRule(rule.ruleId, finding.ruleId)) return true;
  return now !== undefined && texts.before.get(finding.id)?.sha256 === now;
}

/** `SV-242376r960759_rule`: with another revision the text may be another. */
const sameRule = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const builtIn = ({ version, release }: Pick<StigBenchmark, "version" | "release">): ReleaseName | undefined =>
  releaseNames.find((name) => releases[name].version === version && releases[name].release === release);

function releaseOf({ version, releaseInfo }: NonNullable<ChecklistFile["stig"]>): ReleaseName | undefined {
  const release = /Release:?\s*(\d+)/i.exec(releaseInfo)?.[1];
  return release === undefined ? undefined : builtIn({ version: version.trim(), release });
}

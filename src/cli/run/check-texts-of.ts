import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import { releases } from "../../benchmark/kubernetes-stig/releases.ts";
import { withCheckTexts as releaseWithCheckTexts } from "../../benchmark/kubernetes-stig/with-check-texts.ts";
import { type CheckText, releaseName } from "../../benchmark/requirement.ts";
import type { CheckTexts, JudgedRun } from "../../compare/rules-between.ts";
import type { Assessment, Finding } from "../../findings/assessment.ts";
import { checkTextOf } from "../../xccdf/check-text.ts";

/** An assessment with its check texts, as runs are compared. */
export const withCheckTexts = (assessment: Assessment): JudgedRun => ({
  assessment,
  checkTexts: checkTextsOf(assessment),
});

/** Digests of the check texts that an assessment was judged by: of its file, or of the release that is built in here. */
function checkTextsOf({ benchmarks: { stig }, findings }: Assessment): CheckTexts {
  if (stig === undefined) return new Map();
  if (stig.file !== undefined) return new Map(findings.flatMap(ofFile));
  const known = releaseNames.find((name) => releaseName(releases[name]) === releaseName(stig));
  const requirements = known === undefined ? [] : releaseWithCheckTexts(known).requirements;
  return new Map(requirements.flatMap(({ id, checkText }) => (checkText === undefined ? [] : [[id, checkText]])));
}

function ofFile(finding: Finding): readonly (readonly [string, CheckText])[] {
  const text = finding.benchmark === "stig" && finding.disa ? checkTextOf(finding.disa.check) : undefined;
  return text === undefined ? [] : [[finding.id, text]];
}

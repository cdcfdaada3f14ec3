import type { Waiver, WaiverScope } from "../../../src/evidence/waivers.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { notAFinding, open } from "../../../src/findings/verdict.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

export const waiver = (scope: WaiverScope, given: Partial<Waiver> = {}): Waiver => ({
  rule: "V-242387",
  scope,
  reason: "until the image is new",
  approver: "J. Doe",
  expires: "2027-01-31",
  status: "open",
  line: 1,
  ...given,
});

export const coverage = coverageOf(
  covered("cp1", { role: "control-plane" }),
  covered("w1"),
  covered("w2"),
  covered("etcd1", { role: "etcd" }),
);

export const judged = (finding: Finding, waivers: readonly Waiver[], given: Partial<Assessment> = {}): Finding => {
  const assessment = sampleAssessment({ coverage, ...given, findings: [finding] });
  const [result] = reviewed(assessment, { waivers }).findings;
  if (result === undefined) throw new Error("no finding");
  return result;
};

export const bad = open("readOnlyPort is 10255.");
export const onNodes = sampleFinding({
  groups: [groupOf(["cp1"], notAFinding("Fine.")), groupOf(["w1", "w2"], bad)],
});

import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { knownRules } from "../../../src/cli/commands/decisions-check/known-rules.ts";
import { undecided } from "../../../src/evidence/site.ts";
import type { Attestation, Waiver } from "../../../src/evidence/waivers.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { complaintsOf } from "../../../src/review/check/check.ts";
import type { CheckInput } from "../../../src/review/check/complaint.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";

export const rule = "V-242404"; // CAT II, judged on nodes
export const waiver = (given: Partial<Waiver> = {}): Waiver => ({
  rule,
  scope: { nodes: ["w1"] },
  reason: "r",
  approver: "a",
  expires: "2027-11-22",
  status: "open",
  line: 3,
  ...given,
});
export const attestation = (given: Partial<Attestation> = {}): Attestation => ({
  rule: "V-242410",
  status: "not_a_finding",
  statement: "s",
  by: "b",
  date: "2026-01-01",
  expires: "2027-11-22",
  line: 9,
  ...given,
});

export const said = (site: CheckInput["site"], run?: Assessment) =>
  complaintsOf({
    site,
    today: "2026-11-22",
    known: knownRules(kubernetesStigV2R6),
    chosen: "V2R6",
    ...(run && { run }),
  });
export const words = (...given: Parameters<typeof said>) =>
  said(...given).map(({ kind, line, sentence }) => `${line ?? "-"} ${kind}: ${sentence}`);
export const waivers = (...list: readonly Waiver[]) => ({ ...undecided, waivers: list });
export const attestations = (...list: readonly Attestation[]) => ({ ...undecided, attestations: list });

const coverage = coverageOf(covered("w1"), covered("w2"), covered("w3"));
export const run = (...findings: readonly Finding[]) => sampleAssessment({ coverage, findings });

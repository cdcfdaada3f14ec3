import type { Assessment, Coverage, Finding } from "../../../src/findings/assessment.ts";
import type { RunDiff } from "../../../src/findings/run-diff.ts";
import { notAFinding, notApplicable, notReviewed, open } from "../../../src/findings/verdict.ts";
import { type CoveredNode, coverageOf, covered } from "../../support/coverage.ts";
import { sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";
import { diffOf } from "../../support/sample-diff.ts";

export const earlier = { collected: { from: "2026-11-20T06:00:00Z", to: "2026-11-20T06:02:00Z" } } as const;

/** The difference of two assessments that are the sample's but for what is given. */
export const between = (before: Partial<Assessment>, after: Partial<Assessment>): RunDiff =>
  diffOf(sampleAssessment({ ...earlier, ...before }), sampleAssessment(after));

/** A node as coverage lists it. */
export const node = (name: string, state: "read" | "unread" = "read"): CoveredNode =>
  covered(name, state === "read" ? {} : { state, cause: "refused", message: "no answer" });

export type Groups = Finding["groups"];
/** What a diff says of a finding with these groups before and after, where these nodes are read. */
export function findingBetween(
  before: Groups,
  after: Groups,
  nodes: Partial<Record<"before" | "after", Coverage>> = {},
) {
  const coverage = coverageOf(node("w1"), node("w2"), node("w3"));
  return between(
    { findings: [sampleFinding({ groups: before })], coverage: nodes.before ?? coverage },
    { findings: [sampleFinding({ groups: after })], coverage: nodes.after ?? coverage },
  ).findings[0];
}

export const [bad, good, unseen, none] = [
  open("Set."),
  notAFinding("Not set."),
  notReviewed("Not seen (refused)."),
  notApplicable("None."),
];

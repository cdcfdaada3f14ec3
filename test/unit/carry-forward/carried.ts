import { expect } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { carriedForward } from "../../../src/carry-forward/carry-forward.ts";
import type { ChecklistFile } from "../../../src/checklists/checklist-file.ts";
import { type Assessment, assessmentSchema, type StigFinding } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { notReviewed, type Verdict } from "../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { type Edit, filledChecklist } from "../../support/filled-checklist.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

export const rule =
  kubernetesStigV2R6.requirements.find(({ id }) => id === "V-242410") ?? kubernetesStigV2R6.requirements[0];

/** A finding of that rule on cp1. */
export const findingOf = (
  literal: Verdict,
  effective: Verdict = literal,
  given: Partial<StigFinding> = {},
): StigFinding =>
  sampleFinding({
    ...rule,
    check: "Compare the ports with the approved list.",
    groups: [groupOf(["cp1"], literal, effective)],
    ...given,
  });
export const runOf = (literal: Verdict, effective?: Verdict, given?: Partial<StigFinding>): Assessment =>
  sampleAssessment({ findings: [findingOf(literal, effective, given)] });

export const unseen = notReviewed("A person compares these.", [seenInFile("cp1", "port", "6443")]);
export const id = rule?.id ?? "";

/** A run after another whose checklist a person filled in: the finding, and what the next checklist says of it. */
export function next(before: Assessment, edit: Edit, now: Assessment, file?: Partial<ChecklistFile>) {
  const carried = carriedForward(now, [filledChecklist(before, { [id]: edit }, file)], kubernetesStigV2R6);
  expect(() => assessmentSchema.parse(carried)).not.toThrow();
  const [checklist] = [...checklistsOf(carried, usualChecklists)];
  const [finding] = carried.findings as readonly [StigFinding];
  const [written] = checklist?.rules ?? [];
  if (written === undefined) throw new Error("no rule");
  return { carried, finding, written, from: carried.carriedFrom?.[0] };
}

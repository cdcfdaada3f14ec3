import { severities } from "../benchmark/requirement.ts";
import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { statuses } from "../findings/verdict.ts";

/** Findings as an assessor works through them: worst status, then the most severe, then by id. */
export const inReadingOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort(
    (a, b) =>
      statuses.indexOf(a.status) - statuses.indexOf(b.status) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compareText(a.id, b.id),
  );

/** Groups of a finding: those that count first, then the worst status; otherwise as the assessment has them. */
export const groupsInReadingOrder = (groups: readonly FindingGroup[]): readonly FindingGroup[] =>
  [...groups].sort(
    (a, b) =>
      Number(a.beyondText) - Number(b.beyondText) ||
      statuses.indexOf(a.literal.status) - statuses.indexOf(b.literal.status),
  );

/** By code units, not by locale: the same everywhere. */
export const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

import type { Finding, FindingGroup } from "../findings/assessment.ts";
import type { ReviewedWaiver } from "../findings/review.ts";
import type { Status } from "../findings/verdict.ts";
import { groupsInReadingOrder } from "./reading-order.ts";

/** Targets of a finding with one result. */
export type Outcome = {
  readonly status: Status;
  readonly targets: readonly string[];
  /** What was concluded of them; not there where no target was judged, or where groups beyond `most` are one. */
  readonly group?: FindingGroup;
  /** How many groups these are, where they are beyond `most`. */
  readonly folded?: number;
  /** The waivers that let all of it be. */
  readonly waivers: readonly ReviewedWaiver[];
};

/**
 * What a finding comes to, target by target: its groups in reading order without those that do not count, with waived
 * targets apart from others. What is beyond `most` groups is one outcome for each status; a finding without a group that
 * counts is one outcome of the whole cluster. Statuses are the evidence's, but where a person's word decides: what no
 * evidence settles has that word.
 */
export function outcomesOf(finding: Finding, cluster: string, most: number): readonly Outcome[] {
  const counted = groupsInReadingOrder(finding.groups).filter((group) => !group.beyondText);
  if (counted.length === 0) return [{ status: finding.status, targets: [cluster], waivers: [] }];
  const shown = counted.slice(0, most).flatMap((group) => outcomesOfGroup(finding, group));
  return [...shown, ...foldedOutcomes(finding, counted.slice(most))];
}

/** The waivers of a finding that count. */
export const countingWaivers = ({ review }: Finding): readonly ReviewedWaiver[] =>
  (review?.waivers ?? []).filter(({ counts }) => counts);

/** What the evidence alone says. */
export const concludedStatus = ({ status, review }: Finding): Status => review?.concluded?.status ?? status;

/** A person's word where there is no evidence of it: a waiver only lets be what was seen. */
function statusOf(finding: Finding, group: FindingGroup): Status {
  const { status } = group.literal;
  const isSaid = status === "not_reviewed" && concludedStatus(finding) === "not_reviewed";
  return isSaid ? finding.status : status;
}

function outcomesOfGroup(finding: Finding, group: FindingGroup): readonly Outcome[] {
  const status = statusOf(finding, group);
  const waivers = countingWaivers(finding);
  if (status !== "open" || waivers.length === 0) return [{ status, targets: group.targets, group, waivers: [] }];
  if (finding.review?.waived) return [{ status, targets: group.targets, group, waivers }];
  const isCovered = (target: string): boolean => waivers.some(({ covers }) => covers.includes(target));
  const waived = group.targets.filter(isCovered);
  const covering = waivers.filter(({ covers }) => waived.some((target) => covers.includes(target)));
  return [
    { status, targets: group.targets.filter((target) => !isCovered(target)), group, waivers: [] },
    { status, targets: waived, group, waivers: covering },
  ].filter(({ targets }) => targets.length > 0);
}

function foldedOutcomes(finding: Finding, groups: readonly FindingGroup[]): readonly Outcome[] {
  const outcomes = groups.flatMap((group) => outcomesOfGroup(finding, group));
  const keys = new Set(outcomes.map(keyOf));
  return [...keys].map((key) => {
    const alike = outcomes.filter((outcome) => keyOf(outcome) === key);
    const { status, waivers } = alike[0] as Outcome;
    return { status, waivers, targets: alike.flatMap(({ targets }) => targets), folded: alike.length };
  });
}

const keyOf = ({ status, waivers }: Outcome): string => JSON.stringify([status, waivers]);

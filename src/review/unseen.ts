import type { Coverage, Finding, FindingGroup } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import type { Verdict } from "../findings/verdict.ts";
import { isPart } from "./open-items.ts";

const verdictsOf = ({ literal, effective }: FindingGroup): readonly Verdict[] => [literal, effective];

/** Targets that the rule is not for say nothing, seen or not. */
const applies = (group: FindingGroup): boolean => verdictsOf(group).some(({ status }) => status !== "not_applicable");

/**
 * What of a finding nobody and nothing has seen, in words: then no person's word makes a pass of it. Undefined where all
 * was seen that the rule asks for, or where nothing is collected for the rule at all and a person goes and looks.
 */
export function unseenOf(finding: Finding, { nodes, api }: Coverage): string | undefined {
  const groups = finding.groups.filter((group) => isPart(group) && applies(group));
  const unread = new Set(nodes.filter(({ state }) => state !== "read").map(({ name }) => name));
  const target = groups
    .filter(({ ofCluster }) => !ofCluster)
    .flatMap(({ targets }) => targets)
    .find((name) => unread.has(name));
  if (target !== undefined) return `${target} was not read`;
  const question = api.unread?.find(({ rules }) => rules.includes(finding.id));
  if (question !== undefined) return `${question.request} was not answered`;
  const verdicts = groups.flatMap(verdictsOf);
  const left = verdicts.find(({ leftUnseen }) => leftUnseen !== undefined);
  if (left !== undefined) return left.leftUnseen;
  const rows = verdicts.flatMap(({ seen }) => seen);
  const row = rows.find(({ unseen }) => unseen !== undefined);
  if (row !== undefined) return `${row.source.request} was not seen (${row.unseen})`;
  const isOfNobody =
    finding.automatic &&
    evidenceStatus(finding) === "not_reviewed" &&
    groups.every(({ literal, beyondText }) => beyondText || literal.status !== "not_reviewed");
  return isOfNobody ? "no node that the rule speaks of was looked at" : undefined;
}

/** The same, or what is for a person: whatever keeps an open finding from being a pass once what is open is let be. */
export function unreviewedOf(finding: Finding, coverage: Coverage): string | undefined {
  const unseen = unseenOf(finding, coverage);
  if (unseen !== undefined) return unseen;
  const group = finding.groups.find(
    (one) =>
      isPart(one) && verdictsOf(one).some(({ status, alsoUnreviewed }) => status === "not_reviewed" || alsoUnreviewed),
  );
  return group === undefined ? undefined : `something else is Not Reviewed of ${group.targets[0]}`;
}

import { onceFor } from "../evidence/once-for.ts";
import type { FindingGroup } from "../findings/assessment.ts";
import type { Seen, Status, Verdict } from "../findings/verdict.ts";
import { notReviewed, worstStatus } from "../findings/verdict.ts";
import type { NodeRule } from "../rules/define-rule.ts";
import type { NodeJudgement } from "./judge.ts";

/** A rule's judgement on a node, by name. */
export type Judged = { readonly target: string; readonly judgement: NodeJudgement };

/** What makes two findings the same: everything but which host, and which process, it was seen on, and what is its own. */
const sameness = onceFor(({ literal, effective, beyondText }: NodeJudgement): string =>
  JSON.stringify([comparable(literal), comparable(effective), beyondText]),
);

/** Gives for a judgement the first that says the same: of thousands of nodes few differ, and the others take room. */
export function alikeAsOne(): (judgement: NodeJudgement) => NodeJudgement {
  const known = new Map<string, NodeJudgement>();
  return (judgement) => {
    const { literal, effective, outsideRoles } = judgement;
    if ([literal, effective].some(({ seen }) => seen.some(({ isOwn }) => isOwn))) return judgement;
    const key = `${outsideRoles} ${sameness(judgement)}`;
    const found = known.get(key) ?? judgement;
    known.set(key, found);
    return found;
  };
}

const comparable = ({ status, reason, seen, alsoUnreviewed, leftUnseen, objects }: Verdict): unknown => [
  status,
  reason,
  alsoUnreviewed,
  leftUnseen,
  objects,
  seen.map(({ what, value, isOwn, source: { file, line } }) => [what, isOwn ? "" : value, file, line]),
];

const textOf = ({ what, value }: Seen): string => JSON.stringify([what, value]);

/** What a group shows: what its first target does, and what each of the others has of its own, every value once. */
function together(members: Members, reading: "literal" | "effective"): FindingGroup["literal"] {
  const [first] = members;
  const shown = new Map(first.judgement[reading].seen.map((item) => [textOf(item), item]));
  const owners = new Map<string, Set<string>>();
  // Most have the very judgement of the first (`alikeAsOne`): nothing in it is their own.
  const isShared = !first.judgement[reading].seen.some(({ isOwn }) => isOwn);
  const differing = isShared ? members.filter(({ judgement }) => judgement !== first.judgement) : members;
  for (const { target, judgement } of differing) {
    for (const item of judgement[reading].seen) {
      if (!item.isOwn) continue;
      const text = textOf(item);
      if (!shown.has(text)) shown.set(text, item);
      const known = owners.get(text);
      if (known === undefined) owners.set(text, new Set([target]));
      else known.add(target);
    }
  }
  const seen = [...shown].map(([text, item]) => {
    const own = owners.get(text);
    return own === undefined || own.size === members.length ? item : { ...item, ownOf: [...own] };
  });
  return { ...first.judgement[reading], seen };
}

type Members = readonly [Judged, ...Judged[]];

/** Folds targets with the same finding into one group, in the order in which they first occur. */
export function fold(judged: readonly Judged[]): readonly FindingGroup[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const key = sameness(one.judgement);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].map((found) => {
    const members = found as [Judged, ...Judged[]];
    return {
      targets: members.map(({ target }) => target),
      literal: together(members, "literal"),
      effective: together(members, "effective"),
      beyondText: members[0].judgement.beyondText,
    };
  });
}

/** What a finding concludes over all its targets, and why in one sentence. */
export type Merged = { readonly status: Status; readonly effectiveStatus: Status; readonly summary: string };

/** What is known of the cluster as a whole. */
export type ClusterKnown = {
  /** The API's node list was read: who is not in it is no node. */
  readonly nodeListComplete: boolean;
  /** Who runs the control plane in place of the nodes, and what shows it. */
  readonly provider?: string;
};

/**
 * One status for the cluster: the worst of its nodes. Where no node is of the kind that the rule speaks of nothing was
 * checked: Not Reviewed for the control plane (a provider may run it), Not Applicable for workers only where the API's
 * complete node list shows that there are none.
 */
export function mergeNodes(rule: NodeRule, judged: readonly Judged[], cluster: ClusterKnown): Merged {
  const counted = judged.filter(({ judgement }) => !judgement.beyondText);
  if (counted.every(({ judgement }) => judgement.outsideRoles)) return withoutTargets(rule, judged, cluster);
  const literal = worstStatus(counted.map(({ judgement }) => judgement.literal.status)) ?? "not_reviewed";
  const effective = worstStatus(judged.map(({ judgement }) => judgement.effective.status)) ?? "not_reviewed";
  return { status: literal, effectiveStatus: effective, summary: summarise(judged, literal) };
}

/**
 * No node of the kind that the text speaks of was judged, at most others that the requirement covers too: what they show
 * is a finding, but no pass for those that nobody saw.
 */
function withoutTargets(rule: NodeRule, judged: readonly Judged[], cluster: ClusterKnown): Merged {
  const effective = worstStatus(
    judged.flatMap(({ judgement }) => (judgement.outsideRoles ? [] : [judgement.effective.status])),
  );
  const kind = rule.roles.join(" or ");
  if (!rule.roles.includes("control-plane") && cluster.nodeListComplete && judged.length > 0) {
    return {
      status: "not_applicable",
      effectiveStatus: effective ?? "not_applicable",
      summary: `The cluster has no ${kind} node.`,
    };
  }
  const { status, reason } = notReviewed(whyUnchecked(rule, judged, cluster));
  return { status, effectiveStatus: effective === "open" ? effective : status, summary: reason };
}

/** Why no control plane was looked at: its provider has it, or it is not among the targets. */
function whyUnchecked({ roles }: NodeRule, judged: readonly Judged[], cluster: ClusterKnown): string {
  const nothing = `No ${roles.join(" or ")} node is among the targets: nothing was checked.`;
  if (!roles.includes("control-plane") || judged.length === 0) return nothing;
  if (cluster.provider !== undefined) return `Inherited from the provider, and not checked: ${cluster.provider}.`;
  return cluster.nodeListComplete
    ? "Not checked: every node of the API's complete list is a worker, so the control plane is inherited from the " +
        "provider or runs on hosts outside the cluster."
    : nothing;
}

/** Why the status is what it is: the reason of the first nodes that have it. Which nodes, the groups say. */
function summarise(judged: readonly Judged[], status: Status): string {
  const deciding = judged.filter(({ judgement }) => !judgement.beyondText && judgement.literal.status === status);
  // That a worker is no control plane says less than why the rule does not apply on one that is.
  const covered = deciding.filter(({ judgement }) => !judgement.outsideRoles);
  const [first, ...more] = fold([...covered, ...deciding.filter(({ judgement }) => judgement.outsideRoles)]);
  if (first === undefined) return "No node of the kind that the check text names was judged.";
  const others = more.flatMap(({ targets }) => targets).length;
  if (others === 0) return first.literal.reason;
  return `${first.literal.reason} The same status for other reasons on ${others} more ${others === 1 ? "node" : "nodes"}.`;
}

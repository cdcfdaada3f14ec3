import type { Assessment, Finding, FindingGroup } from "../../findings/assessment.ts";
import { type Status, worstStatus } from "../../findings/verdict.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { statusWords } from "../status-words.ts";
import type { Asset } from "./asset.ts";

/** What a finding says of one asset. */
export type Said = {
  readonly status: Status;
  readonly effectiveStatus: Status;
  readonly summary: string;
  /** What else has to be known of the status. */
  readonly notes: readonly string[];
  /** A person's or the provider's word on the whole cluster stands for what was not seen here. */
  readonly isWord: boolean;
  readonly groups: readonly FindingGroup[];
};

/** What a finding says of the cluster. */
export const saidOfCluster = ({ status, effectiveStatus, summary, groups }: Finding): Said => ({
  status,
  effectiveStatus,
  summary,
  notes: [],
  isWord: true,
  groups,
});

/** Nodes of a role, or one node, with what the finding's groups say of them. */
export type OwnGroups = Pick<Asset, "kind"> & {
  readonly nodes: readonly string[];
  readonly groups: readonly FindingGroup[];
};

/**
 * What a finding says of nodes: the worst of what its groups say of them. What is judged on the cluster as a whole, or by
 * a person, is said of each.
 */
export function saidOfNodes(finding: Finding, assessment: Assessment, own: OwnGroups): Said {
  const judged = finding.groups.filter((group) => group !== providersWord(finding));
  if (judged.length === 0) return byWord(finding, unjudged(finding));
  // The only node of a cluster may have its name.
  const isOnlyNode = own.nodes.length === 1 && own.nodes[0] === assessment.cluster;
  if (!isOnlyNode && judged.every(({ targets }) => targets.every((target) => isCluster(target, assessment)))) {
    return { ...saidOfCluster(finding), notes: [ofWhole], groups: [] };
  }
  const seen = seenOf(own);
  return seen.status === "not_reviewed" ? byWord(finding, seen) : seen;
}

/** Without what was seen: with every change anywhere in the cluster it would be another text in all checklists. */
const ofWhole =
  "This rule is judged on the cluster as a whole; every node's checklist says the same. What was seen is in report.html and assessment.json.";

/** Of a rule that nobody but a person judges, on the cluster as a whole. */
const unjudged = (finding: Finding): Said => ({
  status: "not_reviewed",
  effectiveStatus: "not_reviewed",
  summary: finding.review?.concluded?.summary ?? (providersWord(finding) ? "It is for a person." : finding.summary),
  notes: [],
  isWord: false,
  groups: [],
});

/** The group of a provider's attestation that counts: its target is no node. */
const providersWord = ({ responsibility, groups: [first] }: Finding): FindingGroup | undefined =>
  responsibility?.attestation?.counts ? first : undefined;

const isCluster = (target: string, { cluster }: Assessment): boolean =>
  target === cluster || target.startsWith(`${cluster}: `);

/** What was seen of the nodes themselves; a node that no group names is never a pass. */
function seenOf({ groups, nodes, kind }: OwnGroups): Said {
  const named = new Set(groups.flatMap(({ targets }) => targets));
  const silent = nodes.filter((node) => !named.has(node)).length;
  const counted = groups.filter(({ beyondText }) => !beyondText);
  const unnamed = silent > 0 || nodes.length === 0 ? (["not_reviewed"] as const) : [];
  const status = worstStatus([...unnamed, ...counted.map(({ literal }) => literal.status)]) ?? "not_applicable";
  const reasons = reasonsOf(counted.filter(({ literal }) => literal.status === status));
  const nothing =
    nodes.length === 0 ? `No ${kind} is in the assessment: nothing was checked.` : nothingSaid(silent, nodes);
  const beyond = `The check text does not speak of ${nodes.length === 1 ? "this node" : "these nodes"}.`;
  return {
    status,
    effectiveStatus: worstStatus([...unnamed, ...groups.map(({ effective }) => effective.status)]) ?? status,
    summary: reasons ?? (unnamed.length > 0 ? nothing : beyond),
    notes: reasons !== undefined && unnamed.length > 0 ? [nothing] : [],
    isWord: false,
    groups,
  };
}

const nothingSaid = (silent: number, nodes: readonly string[]): string =>
  nodes.length === 1
    ? "The assessment says nothing of this node here, so nothing is known."
    : `The assessment says nothing of ${silent} of these ${nodes.length} nodes here, so nothing is known of them.`;

/** The reason of the first, as the cluster's summary has it; undefined where there is none. */
function reasonsOf(groups: readonly FindingGroup[]): string | undefined {
  const [first, ...more] = groupsInReadingOrder(groups);
  if (first === undefined) return undefined;
  const others = more.flatMap(({ targets }) => targets).length;
  if (others === 0) return first.literal.reason;
  return `${first.literal.reason} The same status for other reasons on ${others} more ${others === 1 ? "node" : "nodes"}.`;
}

/**
 * What was not seen here as a person or the provider says it of the whole cluster, where that is what the finding's own
 * status is. It changes nothing that was seen, and an open finding elsewhere leaves what was not seen as it is.
 */
function byWord(finding: Finding, seen: Said): Said {
  const provider = providersWord(finding);
  const isWord = provider !== undefined || finding.review?.concluded?.status === "not_reviewed";
  if (!isWord || finding.status === "not_reviewed") return seen;
  return {
    ...seen,
    status: finding.status,
    summary: finding.summary,
    notes: [
      "This was said of the cluster as a whole.",
      `By what was seen here it is ${statusWords[seen.status]}. ${seen.summary}`,
      ...seen.notes,
    ],
    isWord: true,
    groups: provider === undefined ? seen.groups : [provider, ...seen.groups],
  };
}

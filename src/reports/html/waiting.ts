import type { Assessment, Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { unreadNodes } from "../coverage.ts";

/** What was looked for and not seen, and whose it is. */
export type UnseenLook = {
  readonly reason: string;
  readonly row: Seen;
  readonly targets: readonly string[];
};

/** What a Not Reviewed finding waits for; at least one of these is there. */
export type Waiting = {
  /** Nodes that were not read. */
  readonly nodes: readonly string[];
  /** What the API server did not say. */
  readonly api: readonly Seen[];
  /** What was not seen although its node was read. */
  readonly looks: readonly UnseenLook[];
  /** No node of the rule's kind is among the targets. */
  readonly isWithoutNodes: boolean;
  /** The provider answers for it, and nobody else could look. */
  readonly isInherited: boolean;
  /** Somebody has to decide by what was gathered. */
  readonly isForPerson: boolean;
  /** What was gathered for that; nothing where nothing is collected for the rule. */
  readonly toDecide: readonly FindingGroup[];
};

/** A Not Reviewed finding with what it waits for. */
export type Waiter = { readonly finding: Finding; readonly waiting: Waiting };

/** The findings of an assessment that are Not Reviewed, in the page's order, with what they wait for. */
export function waitersOf({ coverage }: Assessment, inPageOrder: readonly Finding[]): readonly Waiter[] {
  const unread = new Set(unreadNodes(coverage).map(({ name }) => name));
  return inPageOrder
    .filter(({ status }) => status === "not_reviewed")
    .map((finding) => ({ finding, waiting: waitingFor(finding, unread) }));
}

/** The groups that make a finding Not Reviewed, or would if no other target were Open. */
export const groupsNotReviewed = ({ groups }: Finding): readonly FindingGroup[] =>
  groups.filter(({ literal, beyondText }) => literal.status === "not_reviewed" && !beyondText);

/** What a Not Reviewed finding waits for. Which it is stands in structures only: no sentence is read. */
function waitingFor(finding: Finding, unread: ReadonlySet<string>): Waiting {
  const groups = groupsNotReviewed(finding).map((group) => waitingGroup(group, unread));
  const toDecide = groups.flatMap((group) => group.toDecide);
  const isInherited = finding.responsibility?.inherited === true;
  return {
    nodes: [...new Set(groups.flatMap(({ nodes }) => nodes))],
    api: groups.flatMap(({ api }) => api),
    looks: groups.flatMap(({ looks }) => looks),
    isWithoutNodes: finding.automatic && groups.length === 0 && !isInherited,
    isInherited,
    isForPerson: !isInherited && (!finding.automatic || toDecide.length > 0),
    toDecide,
  };
}

function waitingGroup(
  group: FindingGroup,
  unread: ReadonlySet<string>,
): Pick<Waiting, "nodes" | "api" | "looks" | "toDecide"> {
  const { targets, literal } = group;
  const read = targets.filter((target) => !unread.has(target));
  const nodes = targets.filter((target) => unread.has(target));
  if (read.length === 0) return { nodes, api: [], looks: [], toDecide: [] };
  const missing = literal.seen.filter(({ unseen }) => unseen !== undefined);
  // A rule on the cluster looks at nodes too, and shows whose answer is missing.
  const ofUnread = missing.filter(({ source }) => unread.has(source.host));
  const ofOthers = missing.filter(({ source }) => !unread.has(source.host));
  return {
    nodes: [...nodes, ...ofUnread.map(({ source }) => source.host)],
    api: ofOthers.filter(isOfApi),
    looks: ofOthers
      .filter((row) => !isOfApi(row))
      .map((row) => ({ reason: row.unseen ?? "", row, targets: read.length === 1 ? [row.source.host] : read })),
    toDecide: missing.length === 0 ? [group] : [],
  };
}

/** Asked of the API server: only there a request is a GET. */
const isOfApi = ({ source }: Seen): boolean => /^GET\b/.test(source.request);

import type { Coverage, CoveredNode } from "../findings/assessment.ts";
import type { ComparedWith } from "../findings/history.ts";
import type { RunDiff } from "../findings/run-diff.ts";

type Api = Coverage["api"];
type CoverageDiff = RunDiff["coverage"];
/** Nodes by what became of them. */
export type NodesBetween = Readonly<Record<keyof ComparedWith["nodes"], readonly CoveredNode[]>>;

/** Nodes that came, went, or were read only once; those that went, and those that were unread then, as they were then. */
export function nodesBetween(before: readonly CoveredNode[], now: readonly CoveredNode[]): NodesBetween {
  const [was, is] = [byName(before), byName(now)];
  const isRead = (node: CoveredNode | undefined): boolean => node?.state === "read";
  return {
    added: now.filter(({ name }) => !was.has(name)),
    removed: before.filter(({ name }) => !is.has(name)),
    lost: now.filter((node) => isRead(was.get(node.name)) && !isRead(node)),
    gained: before.filter((node) => !isRead(node) && isRead(is.get(node.name))),
  };
}

const byName = (nodes: readonly CoveredNode[]): ReadonlyMap<string, CoveredNode> =>
  new Map(nodes.map((node) => [node.name, node]));

/** How much was seen of an API: one that was not asked is as unseen as one that gave no answer. */
const seenOf: Readonly<Record<Api["state"], number>> = { "not-configured": 0, unread: 0, "partly-read": 1, read: 2 };

/** What was covered only by one of two runs, and why not by the other. */
export function coverageBetween(before: Coverage, after: Coverage): CoverageDiff {
  const nodes = nodesBetween(before.nodes, after.nodes);
  const api = {
    before: before.api.state,
    after: after.api.state,
    worse: seenOf[after.api.state] < seenOf[before.api.state],
    lost: unansweredOnly(after.api, before.api),
    gained: unansweredOnly(before.api, after.api),
  };
  const unread = nodes.lost.length > 0 || nodes.added.some(({ state }) => state !== "read");
  return {
    lost: unread || api.worse || api.lost.length > 0,
    nodes: {
      added: nodes.added.map(shown),
      removed: nodes.removed.map(shown),
      lost: nodes.lost.map(shown),
      gained: nodes.gained.map(shown),
    },
    api,
  };
}

const shown = ({ name, role, state, cause, message }: CoveredNode) => ({
  name,
  role,
  state,
  ...(cause !== undefined && { cause }),
  ...(message !== undefined && { message }),
});

/** What one run did not get an answer to and the other did; which it was is not known where the whole API was unread. */
function unansweredOnly(api: Api, other: Api): NonNullable<Api["unread"]> {
  const isAsked = ({ state, unread }: Api): boolean =>
    state === "read" || state === "partly-read" || unread !== undefined;
  if (!isAsked(api) || !isAsked(other)) return [];
  const answered = new Set((other.unread ?? []).map(({ request }) => request));
  return (api.unread ?? []).filter(({ request }) => !answered.has(request));
}

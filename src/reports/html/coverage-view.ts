import type { Coverage } from "../../findings/assessment.ts";
import { apiLine, nodesReadLine, unreadNodes, whyUnread } from "../coverage.ts";
import { visible } from "../visible-text.ts";
import { countOf } from "./count-of.ts";

type UnreadNode = {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly message: string;
};

/** How much of the cluster was seen. */
export type CoverageView = {
  readonly complete: boolean;
  readonly headline: string;
  readonly unread: readonly UnreadNode[];
  /** How many unread nodes the first screen leaves to the view of nodes; null where it names all. */
  readonly more: string | null;
  readonly api: string;
  readonly apiRead: boolean;
};

/** The first screen names this many unread nodes. */
const namedUnread = 20;

/** What the first screen says of the coverage. */
export function coverageView(coverage: Coverage): CoverageView {
  const unread = unreadNodes(coverage);
  const more = unread.length - namedUnread;
  return {
    complete: coverage.complete,
    headline: nodesReadLine(coverage),
    unread: unread.slice(0, namedUnread).map(unreadNode),
    more: more <= 0 ? null : `and ${countOf(more, "node")} more`,
    api: apiLine(coverage),
    apiRead: coverage.api.state === "read",
  };
}

const unreadNode = (node: Coverage["nodes"][number]): UnreadNode => ({
  name: visible(node.name),
  role: visible(node.role),
  state: whyUnread(node),
  message: visible(node.message ?? ""),
});

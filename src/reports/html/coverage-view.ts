import type { Coverage, CoveredNode } from "../../findings/assessment.ts";
import { apiLine, nodesReadLine, unreadNodes, whyUnread } from "../coverage.ts";
import { unknownKeysLine } from "../host-keys.ts";
import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { type WhichNodes, whichNodes } from "./which-nodes.ts";

/** Nodes that were not read for one cause. */
type UnreadView = {
  readonly which: WhichNodes;
  /** Their role by the inventory; empty where they have several. */
  readonly role: string;
  readonly state: string;
  /** What came with it; empty where it is not the same for all. */
  readonly message: string;
};

/** What was read of what there is, as the first screen says it. */
export type CoverageView = {
  readonly complete: boolean;
  readonly headline: string;
  readonly unread: readonly UnreadView[];
  readonly api: string;
  readonly apiRead: boolean;
  /** Host keys that were believed unseen; null where each was known. */
  readonly unknownKeys: string | null;
};

/** Coverage for the page. */
export function coverageView(coverage: Coverage, configurations: Configurations): CoverageView {
  const unread = unreadNodes(coverage);
  const causes = [...new Set(unread.map(whyUnread))];
  return {
    complete: coverage.complete,
    headline: nodesReadLine(coverage),
    unread: causes.map((cause) =>
      unreadView(
        cause,
        unread.filter((node) => whyUnread(node) === cause),
        configurations,
      ),
    ),
    api: apiLine(coverage),
    apiRead: coverage.api.state === "read",
    unknownKeys: unknownKeysLine(coverage) ?? null,
  };
}

const unreadView = (state: string, nodes: readonly CoveredNode[], configurations: Configurations): UnreadView => ({
  which: whichNodes(
    nodes.map(({ name }) => name),
    configurations,
  ),
  role: sameOf(nodes.map(({ role }) => role)),
  state,
  message: sameOf(nodes.map(({ message = "" }) => message)),
});

function sameOf(texts: readonly string[]): string {
  const [first = "", ...others] = new Set(texts);
  return others.length === 0 ? visible(first) : "";
}

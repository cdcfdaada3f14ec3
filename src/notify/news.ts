import type { RunDiff } from "../findings/run-diff.ts";
import { changeWords } from "../reports/changes.ts";
import { countOf } from "../reports/count-of.ts";
import { firstOf } from "../reports/first-of.ts";
import { type Notifier, newlyOpen, type Outcome } from "./outcome.ts";

/** Ids that a sentence names; the rest it counts. */
const mostNamed = 5;

/**
 * Whether somebody wants to be told: a finding, a target or a node stands otherwise than before, or people's decisions do.
 * Other evidence, other rule texts and other times alone are no news.
 */
export function isNews({ findings, coverage: { nodes, api }, rules, decisions }: RunDiff): boolean {
  const lists = [...Object.values(nodes), api.lost, api.gained, rules.removed, decisions];
  return (
    findings.some(({ change }) => change !== "evidence") ||
    api.before !== api.after ||
    lists.some(({ length }) => length > 0)
  );
}

/** What came of an audit that is compared with another. */
export type News = Outcome & { readonly diff: RunDiff };

/** Tells somebody of a run only where it is news. */
export const newsNotifier = (name: string, tell: (news: News) => Promise<string | undefined>): Notifier => ({
  name,
  tell: async ({ diff, ...outcome }) => (diff === undefined || !isNews(diff) ? undefined : tell({ ...outcome, diff })),
});

/** What changed, in one sentence: `production: 1 newly open (V-242387), 2 no longer open, 1 node not read any more`. */
export function newsSentence(diff: RunDiff): string {
  const { cluster, counts, coverage, rules, decisions } = diff;
  const open = newlyOpen(diff);
  const told = (["fixed", "gone", "unseen", "seen", "other", "targets", "effective", "added"] as const).map(
    (change) => [counts[change], changeWords[change]] as const,
  );
  const nodes = (["lost", "gained", "added", "removed"] as const).map(
    (word) => [coverage.nodes[word].length, nodeWords[word]] as const,
  );
  const parts = [
    open.length > 0 && `${open.length} newly open (${firstOf(open, mostNamed)})`,
    ...told.map(([count, words]) => count > 0 && `${count} ${words}`),
    ...nodes.map(([count, words]) => count > 0 && `${countOf(count, "node")} ${words}`),
    coverage.api.worse && "less of the API server was read",
    rules.removed.length > 0 && `${countOf(rules.removed.length, "rule")} not judged any more`,
    decisions.length > 0 && `other decisions on ${countOf(decisions.length, "rule")}`,
  ].filter((part) => part !== false);
  return `${cluster}: ${parts.length === 0 ? "otherwise than before" : parts.join(", ")}`;
}

const nodeWords = { lost: "not read any more", gained: "read again", added: "new", removed: "gone" } as const;

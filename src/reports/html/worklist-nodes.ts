import { explain } from "../../causes/explanation.ts";
import { hostCauses } from "../../causes/host-causes.ts";
import type { Assessment, CoveredNode } from "../../findings/assessment.ts";
import { countOf } from "../count-of.ts";
import { unreadCause, unreadNodes } from "../coverage.ts";
import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { namedRule } from "./named-rule.ts";
import { groupsNotReviewed, type Waiter } from "./waiting.ts";
import { whichNodes } from "./which-nodes.ts";
import type { WorklistEntry } from "./worklist-entry.ts";

/** Nodes that were not read: a cause each, the one with the most nodes first. */
export function nodeEntries(
  { coverage, findings }: Assessment,
  waiters: readonly Waiter[],
  configurations: Configurations,
): readonly WorklistEntry[] {
  const unread = unreadNodes(coverage);
  const causes = new Map(unread.map((node) => [node.name, unreadCause(node)]));
  const alsoMissing = waitsElsewhere(findings, causes);
  return [...new Set(causes.values())]
    .map((cause) => ({ cause, nodes: unread.filter((node) => unreadCause(node) === cause) }))
    .sort((a, b) => b.nodes.length - a.nodes.length)
    .map(({ cause, nodes }) => ({
      ...explain(cause, hostCauses),
      code: visible(cause),
      messages: messagesOf(nodes),
      which: whichNodes(
        nodes.map(({ name }) => name),
        configurations,
      ),
      also: alsoLine(alsoMissing.get(cause) ?? 0),
      rules: waiters
        .filter(({ waiting }) => waiting.nodes.some((name) => causes.get(name) === cause))
        .map(({ finding }) => namedRule(finding, "")),
    }));
}

/** An entry shows this many things that hosts said. */
const mostMessages = 3;

/** What hosts said, without the addresses' own: so many different sentences help nobody. */
function messagesOf(nodes: readonly CoveredNode[]): readonly string[] {
  const said = [...new Set(nodes.flatMap(({ message }) => (message === undefined ? [] : [message])))];
  const more = said.length - mostMessages;
  return [...said.slice(0, mostMessages).map(visible), ...(more > 0 ? [`and ${more} more, in Nodes`] : [])];
}

/** How many rules, Open by other nodes, were not judged on those of each cause. */
function waitsElsewhere(findings: Assessment["findings"], causes: ReadonlyMap<string, string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (finding.status !== "open") continue;
    const targets = groupsNotReviewed(finding).flatMap((group) => group.targets);
    for (const cause of new Set(targets.flatMap((target) => causes.get(target) ?? []))) {
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
    }
  }
  return counts;
}

const alsoLine = (count: number): string | null =>
  count === 0
    ? null
    : `${countOf(count, "more rule")} ${count === 1 ? "is" : "are"} Open by other nodes, and not judged here.`;

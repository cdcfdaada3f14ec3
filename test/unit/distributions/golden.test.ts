import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { Verdict } from "../../../src/findings/verdict.ts";
import { rules } from "../../../src/rules/index.ts";
import { assessed } from "./assessed.ts";
import { type CollectedCluster, clusterNames, collected } from "./described-cluster.ts";

const line = (id: string, literal: string, effective: string, why: string): string =>
  `${id}  ${literal.padEnd(14)}  ${effective.padEnd(14)}  ${why}`;

const why = (literal: Verdict, effective: Verdict, beyondText: boolean): string =>
  [
    literal.reason,
    ...(effective.reason === literal.reason ? [] : [`effective: ${effective.reason}`]),
    ...(beyondText ? ["(beyond the text)"] : []),
  ].join("  ");

function nodeLines(cluster: CollectedCluster, node: string): readonly string[] {
  const facts = cluster.factsOf(node);
  return rules.flatMap((rule) => {
    if (rule.kind !== "node") return [];
    const { literal, effective, beyondText } = judgeNode(rule, facts);
    return [line(rule.id, literal.status, effective.status, why(literal, effective, beyondText))];
  });
}

/** Everything that is said of a cluster: the merged statuses of all rules, then what each node's own facts give. */
const golden = (cluster: CollectedCluster): string =>
  [
    `${cluster.distribution}, made from ${cluster.madeFrom}: ${cluster.follows.join("; ")}`,
    "rule, literal status, effective status, reason",
    "",
    "# the cluster",
    ...assessed(cluster).findings.map(({ id, status, effectiveStatus, summary }) =>
      line(id, status, effectiveStatus, summary),
    ),
    ...cluster.nodes.flatMap(({ node }) => ["", `# ${node}`, ...nodeLines(cluster, node)]),
    "",
  ].join("\n");

describe("every distribution's verdicts", () => {
  it.each(clusterNames)("%s", async (name) => {
    await expect(golden(await collected(name))).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

import { categories } from "../benchmark/requirement.ts";
import { readNodes } from "../findings/assessment.ts";
import { type News, newsSentence } from "./news.ts";
import { countOf } from "./outcome.ts";

/**
 * What a server is sent: figures and rules, and nothing that shows how the cluster is configured. `text` is what chat
 * services show.
 */
export function summaryOf({ assessment, status, diff }: News) {
  const { tool, cluster, collected, coverage } = assessment;
  const open = categories.map((category) => [category, countOf(assessment, { category, status: "open" })] as const);
  const { nodes, api } = diff.coverage;
  return {
    schemaVersion: 1,
    text: newsSentence(diff),
    tool: { name: tool.name, version: tool.version },
    cluster,
    collected: { from: collected.from, to: collected.to },
    previous: diff.before.collected,
    exitStatus: status,
    complete: coverage.complete,
    nodes: readNodes(coverage),
    open: Object.fromEntries(open),
    waived: countOf(assessment, { status: "waived" }),
    notReviewed: countOf(assessment, { status: "not_reviewed" }),
    counts: diff.counts,
    coverage: {
      lost: diff.coverage.lost,
      nodes: {
        added: nodes.added.length,
        removed: nodes.removed.length,
        lost: nodes.lost.length,
        gained: nodes.gained.length,
      },
      api: { before: api.before, after: api.after },
    },
    findings: diff.findings
      .filter(({ change }) => change !== "evidence")
      .map(({ benchmark, id, title, severity, change, new: isNew, lost, before, after }) => ({
        benchmark,
        id,
        title,
        severity,
        change,
        new: isNew,
        lost,
        ...(before && { before: before.status }),
        after: after.status,
      })),
  };
}

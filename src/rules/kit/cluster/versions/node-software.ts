import type { ApiNode } from "../../../../evidence/cluster.ts";
import { notAFinding, notReviewed, type Seen } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../../define-cluster-rule.ts";
import { grouped } from "../../rbac/grouped.ts";
import { listed } from "../../unknown-data.ts";

const parts: readonly (readonly [what: string, of: (node: ApiNode) => string | undefined])[] = [
  ["container runtime", ({ runtime }) => runtime],
  ["kernel", ({ kernel }) => kernel],
  ["operating system", ({ osImage }) => osImage],
];

/** A version of something, and the nodes that have it, a line each. */
function versionsOf(nodes: readonly ApiNode[], of: (node: ApiNode) => string | undefined): readonly string[] {
  const said = nodes.map((node) => ({ name: node.name, version: of(node) || "not said" }));
  return grouped(said, ({ version }) => version).map((alike) => {
    const names = alike.map(({ name }) => name).toSorted();
    return `${alike[0]?.version}: ${listed(names)}`;
  });
}

/** What nodes run below Kubernetes, a row each version: whether it gets patches, no table says. It is no verdict. */
export const nodeSoftware: ClusterCondition = clusterCondition(["api.nodes"], ({ "api.nodes": nodes }) => {
  if (nodes.state === "absent") return notReviewed("The nodes were not listed.");
  const seen = parts.flatMap(([what, of]) =>
    versionsOf(nodes.value, of).map((value): Seen => ({ what, value, source: nodes.source })),
  );
  return notAFinding("What runs below Kubernetes is listed.", seen);
});

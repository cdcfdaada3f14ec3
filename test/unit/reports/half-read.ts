import { type AssessInput, assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { type UnknownReason, unknown } from "../../../src/evidence/observed.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { assessInput, nodeEvidence } from "../../support/evidence.ts";
import type { CollectedCluster } from "../distributions/described-cluster.ts";

/** A node that nobody read. */
export const unreadNode = (node: string, cause: UnknownReason, message: string): NodeEvidence =>
  nodeEvidence(node, unreadFacts(node, cause, message, undefined, "read /var/lib/kubelet/config.yaml"), {
    address: "192.0.2.99",
    read: { state: "unread", cause, message },
  });

/** A node of which these facts were not seen. */
export const without = (
  evidence: NodeEvidence,
  facts: readonly (keyof NodeEvidence["facts"])[],
  reason: UnknownReason,
  message: string,
): NodeEvidence => ({
  ...evidence,
  facts: {
    ...evidence.facts,
    ...Object.fromEntries(
      facts.map((fact) => [fact, unknown(reason, message, { host: evidence.node, request: `look ${fact}` })]),
    ),
  },
});

/** An API of which this list was forbidden. */
export const forbidding = (
  api: CollectedCluster["api"],
  fact: "api.pods" | "api.services",
): CollectedCluster["api"] => {
  const list = fact.slice(4);
  const source = { host: "https://192.0.2.10:6443", request: `GET /api/v1/${list}` };
  return { ...api, facts: { ...api.facts, [fact]: unknown("permission-denied", `list ${list}: forbidden`, source) } };
};

/** The assessment of evidence by both benchmarks. */
export const assessedBoth = ({ nodes, api, ...more }: Pick<AssessInput, "nodes" | "api"> & Partial<AssessInput>) =>
  assess(assessInput(nodes, api, { ...more, benchmarks: [releases.v2r6, nsaCisa] }));

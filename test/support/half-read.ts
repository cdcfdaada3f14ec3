import { assess } from "../../src/assess/assess.ts";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../src/benchmark/nsa-cisa/guidance.ts";
import type { Profile } from "../../src/benchmark/responsibility/profile.ts";
import type { NodeEvidence } from "../../src/evidence/node.ts";
import { type UnknownReason, unknown } from "../../src/evidence/observed.ts";
import { type SiteDecisions, undecided } from "../../src/evidence/site.ts";
import { unreadFacts } from "../../src/evidence/unread.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { guidanceChecks } from "../../src/rules/guidance-index.ts";
import { rulesOf } from "../../src/rules/rules-of.ts";
import type { CollectedCluster } from "../unit/distributions/described-cluster.ts";

/** A node that nobody read. */
export const unreadNode = (node: string, cause: UnknownReason, message: string): NodeEvidence => ({
  node,
  address: "192.0.2.99",
  declaredRole: "worker",
  labels: {},
  read: { state: "unread", cause, message },
  collectedAt: "2026-11-21T13:05:00.000Z",
  readerSha256: "",
  facts: unreadFacts(node, cause, message, undefined, "read /var/lib/kubelet/config.yaml"),
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

type Given = {
  readonly nodes: readonly NodeEvidence[];
  readonly api: CollectedCluster["api"];
  readonly apiConfigured?: boolean;
  readonly site?: SiteDecisions;
  readonly profile?: Profile;
};

/** The assessment of evidence by both benchmarks. */
export const assessedBoth = ({ nodes, api, apiConfigured = true, site, profile }: Given): Assessment =>
  assess({
    cluster: "production",
    toolVersion: "0.1.0",
    readerSha256: "5f".repeat(32),
    collected: { from: "2026-11-21T06:00:00.000Z", to: "2026-11-21T06:02:10.000Z" },
    apiConfigured,
    nodes,
    api,
    site: site ?? undecided,
    ...(site && { decisionsFile: { file: "decisions.yaml", sha256: "ab".repeat(32) } }),
    ...(profile && { profile }),
    benchmarks: [releases.v2r6, nsaCisa],
    rules: [...rulesOf(releases.v2r6), ...guidanceChecks],
  });

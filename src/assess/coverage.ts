import type { Benchmark, Requirement } from "../benchmark/requirement.ts";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence, NodeRoles } from "../evidence/node.ts";
import type { Observed } from "../evidence/observed.ts";
import type { SshTransport } from "../evidence/ssh.ts";
import type { Coverage, CoveredNode } from "../findings/assessment.ts";
import type { Rule } from "../rules/rule.ts";
import { type UnreadQuestion, unreadQuestions } from "./api-needs.ts";

/** What coverage is counted by. */
type Counted = {
  readonly apiConfigured: boolean;
  readonly fips?: boolean;
  readonly api: ClusterEvidence;
  readonly benchmarks: readonly Benchmark[];
  readonly rules: readonly Rule[];
};

/** What coverage says of a host, with what it was concluded to be. */
export const coveredNode = (
  { node, address, declaredRole, read, facts }: NodeEvidence,
  role: Observed<NodeRoles>,
): CoveredNode => ({
  name: node,
  address,
  role: declaredRole,
  ...(role.state === "present" && { roles: wordsOf(role.value) }),
  ...read,
  ...connectionOf(facts["ssh.transport"]),
});

/** What was read of what there is: a count of findings means nothing without it. */
export function coverageOf(input: Counted, nodes: readonly CoveredNode[]): Coverage {
  const api = apiCoverage(input);
  const apiComplete = api.state === "read" || api.state === "not-configured";
  return {
    nodes,
    api,
    ...(input.fips === true && { fips: true as const }),
    complete: nodes.every(({ state }) => state === "read") && apiComplete,
  };
}

/** How the host was asked, where a connection came to be: an attempt that failed has its cause and message already. */
function connectionOf(attempt: Observed<SshTransport>): Pick<CoveredNode, "connection"> {
  if (attempt.state !== "present" || attempt.value.outcome !== "connected") return {};
  const { client, viaJump, hostKey, hostKeyTrust, algorithms } = attempt.value;
  return {
    connection: {
      ...(client && { client }),
      viaJump,
      ...(hostKey && { hostKey }),
      ...(hostKeyTrust && { hostKeyTrust }),
      ...(algorithms && { algorithms }),
    },
  };
}

const wordsOf = ({ controlPlane, worker, etcdOnly }: NodeRoles): NonNullable<CoveredNode["roles"]> => [
  ...(controlPlane ? (["control-plane"] as const) : []),
  ...(worker ? (["worker"] as const) : []),
  ...(etcdOnly ? (["etcd"] as const) : []),
];

/**
 * Unread without its release or its nodes, whatever the rules need: the list of nodes says who is missing. Read in part
 * where a rule needed another of its answers and none came.
 */
function apiCoverage({ api, apiConfigured, benchmarks, rules }: Counted): Coverage["api"] {
  if (!apiConfigured) return { state: "not-configured" };
  const { "api.version": version, "api.nodes": nodes } = api.facts;
  const way = {
    ...(api.via && { via: api.via }),
    ...(api.unverifiedTls && { unverifiedTls: api.unverifiedTls }),
  };
  const unread = unreadQuestions(
    benchmarks.flatMap(({ requirements }): readonly Requirement[] => requirements),
    rules,
    api.facts,
  );
  if (version.state === "unknown") {
    const { reason: cause, message, source } = version;
    return { state: "unread", server: source.host, cause, message, ...way };
  }
  const release = version.state === "present" ? { version: version.value } : {};
  const server = version.source.host;
  if (nodes.state === "unknown") {
    const { reason: cause, message, source } = nodes;
    const others = unread.filter(({ request }) => request !== source.request);
    return { state: "unread", server, ...release, cause, message, ...someUnread(others), ...way };
  }
  return { state: unread.length === 0 ? "read" : "partly-read", server, ...release, ...someUnread(unread), ...way };
}

const someUnread = (unread: readonly UnreadQuestion[]) => (unread.length === 0 ? {} : { unread });

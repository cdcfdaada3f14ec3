import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import { rule } from "../../../../src/rules/stig/V-242443-latest-updates.ts";
import { type FactsGiven, here } from "../../../support/facts.ts";
import { type VersionsGiven, versionFacts } from "../../../support/versioned-cluster.ts";

export function judged(given: VersionsGiven) {
  const { literal, effective } = judgeCluster(rule, versionFacts(given));
  return { literal, effective, statuses: [literal.status, effective.status] };
}

export const passes = ["not_a_finding", "not_a_finding"];
export const unseen = ["not_reviewed", "not_reviewed"];
export const kubectl = (version?: string, unlooked: readonly string[] = []): FactsGiven => ({
  "host.kubectl": here({
    searched: ["/usr/bin"],
    unseen: unlooked,
    found: [{ path: "/usr/bin/kubectl", why: "no answer", ...(version && { version }) }],
  }),
});

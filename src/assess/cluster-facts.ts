import type { ClusterEvidence, ObservedClusterRuleFacts } from "../evidence/cluster.ts";
import { absent, present } from "../evidence/observed.ts";
import type { SiteDecisions } from "../evidence/site.ts";
import { type JudgedHost, runAuthorizers } from "./authorizers.ts";

/** The API's facts with what the run's hosts and the site's decisions say beside: all that rules on the cluster may ask. */
export function concludeClusterFacts(
  api: ClusterEvidence,
  hosts: readonly JudgedHost[],
  site: SiteDecisions,
): ObservedClusterRuleFacts {
  const decided = { host: api.cluster, request: "the site's decisions" };
  return {
    ...api.facts,
    "run.authorizers": runAuthorizers(hosts, api.facts["api.nodes"]),
    "run.collected-at": present(api.collectedAt, { host: api.cluster, request: "the run" }),
    "site.options": present(site.options, decided),
    "site.secret-access": site.secretAccess === undefined ? absent(decided) : present(site.secretAccess, decided),
  };
}

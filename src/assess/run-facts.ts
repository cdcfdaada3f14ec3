import type { ClusterEvidence } from "../evidence/cluster.ts";
import { absent, type Observed, present } from "../evidence/observed.ts";
import type { ObservedForCluster, RunFacts } from "../evidence/run.ts";
import type { SiteDecisions } from "../evidence/site.ts";
import { type JudgedHost, runAuthorizers } from "./authorizers.ts";

/** What the API shows, together with what the run's hosts show and the site decided. */
export function runFacts(
  api: ClusterEvidence,
  targets: readonly JudgedHost[],
  site: SiteDecisions,
): ObservedForCluster {
  const host = api.cluster;
  const decided = { host, request: "the site's decisions" };
  const ofSite = <T>(value: T | undefined): Observed<T> =>
    value === undefined ? absent(decided) : present(value, decided);
  const concluded: { readonly [K in keyof RunFacts]: Observed<RunFacts[K]> } = {
    "run.hosts": present(
      targets.map(({ target, read, facts }) => ({ name: target, isRead: read.state === "read", facts })),
      { host, request: "the hosts of this run" },
    ),
    "run.collected-at": present(api.collectedAt, { host, request: "the run" }),
    "run.authorizers": runAuthorizers(targets, api.facts["api.nodes"]),
    "site.options": present(site.options, decided),
    "site.secret-access": ofSite(site.secretAccess),
    "site.system-pods": ofSite(site.systemPods),
    "site.support-table": ofSite(site.supportTable),
  };
  return { ...api.facts, ...concluded };
}

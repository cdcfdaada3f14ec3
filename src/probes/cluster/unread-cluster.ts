import type { ClusterEvidence } from "../../evidence/cluster.ts";
import type { UnknownReason } from "../../evidence/observed.ts";
import { unreadClusterFacts } from "../../evidence/unread.ts";

/** The evidence of a cluster whose API server was not asked, or could not be. */
export const unreadCluster = (
  cluster: string,
  server: string,
  reason: UnknownReason,
  message: string,
  now: () => Date,
): ClusterEvidence => ({
  cluster,
  collectedAt: now().toISOString(),
  facts: unreadClusterFacts(server, reason, message),
});

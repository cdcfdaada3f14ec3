import type { AccessReviewer, ApiSession } from "../connect/session.ts";
import type { UnknownReason } from "../evidence/observed.ts";
import { compareWithNodes, type Difference } from "../fleet/compare.ts";
import type { AskedBesides, Host } from "../inventory/inventory.ts";
import { getNodes } from "../probes/cluster/nodes.ts";
import { type ReviewedRights, reviewRights } from "../probes/cluster/review-rights.ts";

/** What is asked of an API server before an audit. */
export type CheckedApi = ApiSession & AccessReviewer;

/** What came of asking: nothing but why not; or in what its nodes differ from the inventory, and which rights are there. */
export type ApiCheck =
  | { readonly state: "unread"; readonly server: string; readonly cause: UnknownReason; readonly message: string }
  | {
      readonly state: "read";
      readonly server: string;
      /** How many nodes it lists; undefined where it does not let them be listed. */
      readonly nodes: number | undefined;
      readonly differences: readonly Difference[];
      readonly reviewed: ReviewedRights;
    };

/**
 * Asks the API server for its nodes and for the rights that an audit needs there (SelfSubjectAccessReview: nothing is
 * stored). Where the nodes do not come for another reason than a right, nothing else is asked.
 */
export async function checkApi(
  api: CheckedApi,
  hosts: readonly Host[],
  besides: AskedBesides | undefined,
  signal: AbortSignal,
): Promise<ApiCheck> {
  // What is still asked after that is answered at once.
  const cut = (): void => api.close();
  signal.addEventListener("abort", cut);
  if (signal.aborted) cut();
  try {
    const nodes = await getNodes(api);
    const { server } = api;
    if (nodes.state === "unknown" && nodes.reason !== "permission-denied") {
      return { state: "unread", server, cause: nodes.reason, message: nodes.message };
    }
    return {
      state: "read",
      server,
      nodes: nodes.state === "present" ? nodes.value.length : undefined,
      differences: nodes.state === "present" ? compareWithNodes(hosts, nodes) : [],
      reviewed: await reviewRights(api, besides),
    };
  } finally {
    signal.removeEventListener("abort", cut);
  }
}

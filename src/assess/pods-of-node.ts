import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { type Observed, present } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";
import type { ApiPod } from "../evidence/pods.ts";

/** The pods by the node they are on: a large cluster has tens of thousands, and every node asks. */
const byNode = onceFor((pods: readonly ApiPod[]): ReadonlyMap<string, readonly ApiPod[]> => {
  const found = new Map<string, ApiPod[]>();
  for (const pod of pods) {
    if (pod.node === undefined) continue;
    const here = found.get(pod.node) ?? [];
    here.push(pod);
    found.set(pod.node, here);
  }
  return found;
});

/** The pods that the API has on a node; absent where it does not know the node. */
export function podsOfNode(
  node: Observed<ApiNode>,
  pods: ClusterEvidence["facts"]["api.pods"],
): Observed<readonly ApiPod[]> {
  if (node.state !== "present") return node;
  if (pods.state !== "present") return pods;
  return present(byNode(pods.value).get(node.value.name) ?? [], pods.source);
}

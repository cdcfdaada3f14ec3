import type { ClusterEvidence } from "../evidence/cluster.ts";
import { type Observed, present } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";
import type { ApiPod } from "../evidence/pods.ts";

const name = "kube-proxy";

/** Whether a pod runs kube-proxy by any word for it: one that only seems to takes no more than a Not Applicable away. */
const isKubeProxy = (pod: ApiPod): boolean =>
  pod.name.includes(name) ||
  Object.values(pod.labels).includes(name) ||
  pod.containers.some((container) => container.name.includes(name) || container.image.includes(name));

/** The pods of the cluster that run kube-proxy, on whatever node. */
export const kubeProxyPods = onceFor((pods: ClusterEvidence["facts"]["api.pods"]): Observed<readonly string[]> => {
  if (pods.state !== "present") return pods;
  const found = pods.value.filter(isKubeProxy).map((pod) => `${pod.namespace}/${pod.name}`);
  return present(found.toSorted(), pods.source);
});

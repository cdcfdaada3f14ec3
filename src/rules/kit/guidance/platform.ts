import type { ApiPod } from "../../../evidence/pods.ts";
import { type Recognition, recognise } from "../cluster/system-pods/recognise.ts";

/** Namespaces that distributions and their add-ons make for themselves, beside those of Kubernetes. */
const platformNamespaces = [
  /^openshift(-.+)?$/,
  /^gke-(managed-.+|mcs)$/,
  /^gmp-(system|public)$/,
  /^(calico-(system|apiserver)|tigera-operator|kube-flannel|cilium-.+)$/,
  /^(cattle-.+|fleet-.+-system)$/,
  /^local-path-storage$/,
];

/** Whether a namespace is the platform's by its name. Whoever may make namespaces can take such a name: so it is shown. */
export const isPlatformNamespace = (namespace: string): boolean =>
  platformNamespaces.some((pattern) => pattern.test(namespace));

/** Whether a namespace is not its users', as far as its name shows: whose a pod in kube-system is takes more to know. */
export const isSystemOrPlatform = (namespace: string): boolean =>
  namespace === "kube-system" || isPlatformNamespace(namespace);

/** Whether a pod is the platform's own: in a namespace of the platform, or known in kube-system by what makes it. */
export const isOfPlatform = (pod: ApiPod, recognition: Recognition): boolean =>
  isPlatformNamespace(pod.namespace) || (pod.namespace === "kube-system" && recognise(pod, recognition) !== undefined);

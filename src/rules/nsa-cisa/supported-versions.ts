import { defineClusterRule } from "../define-cluster-rule.ts";
import { nodeSoftware } from "../kit/cluster/versions/node-software.ts";
import { withinSkew } from "../kit/cluster/versions/skew.ts";
import { isPatched, isSupported, kubeletsAreSupported } from "../kit/cluster/versions/support.ts";

const noKubectls = () => ({ found: [], missing: [] });
const forPerson =
  "whether runtime, kernel and operating system of the nodes get patches, and what the last scans for " +
  "vulnerabilities and penetration tests found";

export const rule = defineClusterRule({
  id: "supported-versions",
  literal: [withinSkew(noKubectls, forPerson), isSupported, kubeletsAreSupported, isPatched(noKubectls), nodeSoftware],
  expected:
    "API servers and kubelets of supported minor releases, as close to each other as Kubernetes supports, with the newest " +
    "patches",
  errata: [
    "A kubelet or kube-proxy before 1.25 may be two minor releases older than the newest API server, since then three.",
  ],
  check:
    "Compare the versions of API servers, controller managers, schedulers, kubelets and kube-proxy (kubectl version, " +
    "kubectl get nodes -o wide, image tags in kube-system) with kubernetes.io/releases. A minor release that gets no " +
    "patches any more is a finding, and so are components further apart than Kubernetes supports: kubelets never newer " +
    "than an API server, and at most three minor releases older (two before 1.25). Where a newer patch is out, it is for " +
    "a person, as are container runtime, kernel and operating system, and reports of scans and penetration tests. A " +
    "vendor's longer support can be given in decisions.yaml, key supportTable.",
  fix:
    "Upgrade to a supported minor release and its newest patch, the control plane before the nodes, one minor release " +
    "at a time (kubeadm upgrade plan shows the steps), and update the nodes' own packages with it.",
});

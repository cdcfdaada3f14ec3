import { defineClusterRule } from "../define-cluster-rule.ts";
import { kubectls, kubectlsOfControlPlanes } from "../kit/cluster/versions/nodes.ts";
import { withinSkew } from "../kit/cluster/versions/skew.ts";
import { isPatched, isSupported } from "../kit/cluster/versions/support.ts";

export const rule = defineClusterRule({
  id: "V-242443",
  literal: [withinSkew(kubectlsOfControlPlanes), isSupported],
  effective: [withinSkew(kubectls), isSupported, isPatched(kubectls)],
  expected: "supported releases, versions within the skew that Kubernetes allows, and patches as ordered",
  readings: {
    literal:
      "API servers at most one minor release apart, controller managers, schedulers and the kubectls of control planes " +
      "at most one from them, kubelets and kube-proxy never newer and at most three older, and the API servers' minor " +
      "release supported by a table of at most 120 days",
    effective:
      "the same of every host's kubectl too, and no component behind the newest patch that the table has of its release",
  },
  errata: [
    "A kubelet or kube-proxy before 1.25 may be two minor releases older than the newest API server, since then three.",
    "Since 1.28 kubectl version has no --short: kubectl version -o json says the same.",
  ],
  check:
    "Compare the versions of API servers, controller managers, schedulers, kubelets and kube-proxy (kubectl get " +
    "nodes -o wide, image tags in kube-system) and kubectl version -o json. API servers may be one minor release " +
    "apart; kubelets may be up to three older (two before 1.25), never newer. Check that the minor release still " +
    "gets patches and that this is the newest one, and compare with the IAVMs, CTOs and DTMs that apply to the " +
    "site: that is always for a person.",
  fix:
    "Upgrade to a supported minor release and its newest patch, the control plane before the nodes, one minor " +
    "release at a time (kubeadm upgrade plan shows the steps).",
});

import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242443",
  expected: "supported releases, versions within the skew that Kubernetes allows, and patches as ordered",
  check:
    "Compare the versions of API servers, controller managers, schedulers, kubelets and kube-proxy (kubectl get " +
    "nodes -o wide, image tags in kube-system) and kubectl version -o json. API servers may be one minor release " +
    "apart; kubelets may be up to three older (two before 1.25), never newer. Check that the minor release still " +
    "gets patches and that this is the newest one, and compare with the IAVMs, CTOs and DTMs that apply to the " +
    "site.",
  fix:
    "Upgrade to a supported minor release and its newest patch, the control plane before the nodes, one minor " +
    "release at a time (kubeadm upgrade plan shows the steps).",
});

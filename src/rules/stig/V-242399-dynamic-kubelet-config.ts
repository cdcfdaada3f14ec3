import { defineNodeRule } from "../define-rule.ts";
import { runsWithoutDynamicConfig, switchesOffDynamicConfig } from "../kit/dynamic-kubelet-config.ts";

export const rule = defineNodeRule({
  vulnId: "V-242399",
  roles: ["control-plane", "worker"],
  literal: switchesOffDynamicConfig,
  effective: runsWithoutDynamicConfig,
  expected: "not applicable from 1.26; before, DynamicKubeletConfig=false everywhere",
  check:
    "Read the versions with kubectl get nodes and from the image tags of the control plane. From 1.26 the rule does " +
    "not apply; decide for each component by its own version. Before: the --feature-gates of kube-apiserver, " +
    "kube-controller-manager and kube-scheduler and featureGates in every kubelet's configuration must set " +
    "DynamicKubeletConfig to false, and no kubelet may have --feature-gates on its command line.",
  fix:
    "Upgrade to a release that has support; the gate is gone in 1.26. Until then set DynamicKubeletConfig=false in " +
    "the three manifests and in the kubelets' configuration files, and restart the kubelets.",
});

import { defineNodeRule } from "../define-rule.ts";
import { changesOfGates } from "../kit/command-line/control-plane-part.ts";
import { runsWithoutDynamicConfig, switchesOffDynamicConfig } from "../kit/gates/dynamic-kubelet-config.ts";

export const rule = defineNodeRule({
  id: "V-242399",
  roles: ["control-plane", "worker"],
  literal: switchesOffDynamicConfig,
  effective: runsWithoutDynamicConfig,
  expected: "not applicable from 1.26; before, DynamicKubeletConfig=false everywhere",
  readings: {
    literal:
      "before 1.26 DynamicKubeletConfig=false is written down for the three components and in every " +
      "kubelet's configuration, and no kubelet has --feature-gates on its command line",
    effective:
      "before 1.26 nothing sets the gate, or --dynamic-config-dir, so that a kubelet takes its " +
      "configuration from the API",
  },
  errata: [
    "Until 1.21 the gate is on by default, and a kubelet uses it where it has --dynamic-config-dir; since " +
      "1.22 it is off by default.",
    "Since 1.26 the gate is gone: the rule is Not Applicable, component by component.",
    "A component whose release is not known is Not Reviewed.",
  ],
  changes: changesOfGates,
  check:
    "Read the versions with kubectl get nodes and from the image tags of the control plane. From 1.26 the rule does " +
    "not apply; decide for each component by its own version. Before: the --feature-gates of kube-apiserver, " +
    "kube-controller-manager and kube-scheduler and featureGates in every kubelet's configuration must set " +
    "DynamicKubeletConfig to false, and no kubelet may have --feature-gates on its command line.",
  fix:
    "Upgrade to a release that has support; the gate is gone in 1.26. Until then set DynamicKubeletConfig=false in " +
    "the three manifests and in the kubelets' configuration files, and restart the kubelets.",
});

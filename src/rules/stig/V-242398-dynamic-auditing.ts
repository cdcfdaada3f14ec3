import { defineNodeRule } from "../define-rule.ts";
import { changesOfGates } from "../kit/command-line/control-plane-part.ts";
import { runsWithoutDynamicAuditing, withoutDynamicAuditing } from "../kit/gates/dynamic-auditing.ts";

export const rule = defineNodeRule({
  id: "V-242398",
  roles: ["control-plane", "worker"],
  literal: withoutDynamicAuditing,
  effective: runsWithoutDynamicAuditing,
  expected: "no feature gate DynamicAuditing, and no --feature-gates on any kubelet's command line",
  readings: {
    literal:
      "no static pod and no kubelet configuration sets DynamicAuditing, and no kubelet has --feature-gates " +
      "on its command line",
    effective: "no running component and no kubelet sets DynamicAuditing, where its release knows the gate",
  },
  errata: [
    "The gate is gone since 1.19: the requirement is met, whatever is set. Where it is set and the " +
      "release is not known the effective reading is Not Reviewed.",
  ],
  changes: changesOfGates,
  check:
    "On control-plane nodes look for DynamicAuditing=true in the --feature-gates of the containers in " +
    "/etc/kubernetes/manifests. On every node look at the kubelet's command line (/proc/PID/cmdline, systemctl cat " +
    "kubelet and its environment files): by the text any --feature-gates there is a finding, whatever gate it sets. " +
    "In the kubelet's configuration file featureGates.DynamicAuditing must not be true. The gate itself is gone " +
    "since 1.19.",
  fix:
    "Take DynamicAuditing out of the manifests and of featureGates, and move other gates from the kubelet's command " +
    "line to featureGates in its configuration file. Restart the kubelet on each node.",
});

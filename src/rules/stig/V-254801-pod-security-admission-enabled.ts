import { defineNodeRule } from "../define-rule.ts";
import { changesOfGates } from "../kit/command-line/control-plane-part.ts";
import { runsPodSecurity, setsPodSecurity } from "../kit/gates/pod-security-gate.ts";

export const rule = defineNodeRule({
  id: "V-254801",
  roles: ["control-plane", "worker"],
  literal: setsPodSecurity,
  effective: runsPodSecurity,
  expected: "the PodSecurity admission plugin is on; no --feature-gates on any kubelet's command line",
  readings: {
    literal:
      "PodSecurity=true is written down for the three components and in every kubelet's configuration, and " +
      "no kubelet has --feature-gates on its command line",
    effective: "the API server runs with Pod Security admission: gate and plugin are on",
  },
  errata: [
    "Before 1.22 there is no Pod Security admission: the rule is Not Applicable, component by component.",
    "In 1.22 the gate is off by default, since 1.23 on.",
    "Since 1.28 the gate is gone and the text cannot be carried out: the plugin must be on instead, and " +
      "of the kubelet only that it has no --feature-gates is asked.",
    "A component whose release is not known is Not Reviewed.",
  ],
  changes: changesOfGates,
  check:
    "Decide by each component's version. Below 1.22 the rule does not apply. From 1.22 to 1.27 the text wants " +
    "PodSecurity=true in the --feature-gates of kube-apiserver, kube-controller-manager and kube-scheduler and in " +
    "featureGates of every kubelet's configuration. From 1.28 the gate is gone and components that get it do not " +
    "start: see that --disable-admission-plugins of kube-apiserver does not name PodSecurity. In every release " +
    "--feature-gates on a kubelet's command line is a finding.",
  fix:
    "Take PodSecurity out of --disable-admission-plugins, move feature gates from the kubelets' command lines to " +
    "their configuration files, and up to 1.27 set PodSecurity=true where the text wants it.",
});

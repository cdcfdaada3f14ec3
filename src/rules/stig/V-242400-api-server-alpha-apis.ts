import { defineNodeRule } from "../define-rule.ts";
import { runningFlags } from "../kit/command-line/component-flag.ts";
import { enablesGate, servesAlphaApi } from "../kit/gates/feature-gates.ts";
import { withoutGateInStaticPods } from "../kit/gates/static-pod-gates.ts";

export const rule = defineNodeRule({
  id: "V-242400",
  roles: ["control-plane"],
  literal: [withoutGateInStaticPods("AllAlpha")],
  effective: [
    runningFlags(
      { component: "kube-apiserver", flags: ["feature-gates", "runtime-config"] },
      (flags) => !enablesGate(flags, "AllAlpha") && !servesAlphaApi(flags),
    ),
  ],
  expected: "AllAlpha not set, or false, in --feature-gates of every static pod",
  readings: { effective: "the running API server neither sets AllAlpha nor serves an alpha API by --runtime-config" },
  changes: ["flag of kube-apiserver"],
  check:
    "Look for AllAlpha in the --feature-gates of every container in /etc/kubernetes/manifests, etcd's too. Beyond the " +
    "text, see that --runtime-config of kube-apiserver serves no alpha version (api/all, api/alpha, GROUP/v1alpha1), and " +
    "that kubectl api-versions lists none that is not an add-on's.",
  fix:
    "Take AllAlpha out of --feature-gates in the manifests on every control-plane node, and alpha versions out of " +
    "--runtime-config. Name single gates where a workload needs one. The kubelet restarts what is changed.",
});

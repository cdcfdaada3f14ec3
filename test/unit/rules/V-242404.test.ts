import { rule } from "../../../src/rules/stig/V-242404-kubelet-hostname-override.ts";
import { controlPlane, denied, kubelet, kubeletStartsNext, kubeletUnit, nothing } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const kubeadmFlags = "/var/lib/kubelet/kubeadm-flags.env";

ruleCases(rule, [
  ["not set", kubelet([], {}), "not_a_finding"],
  ["not set, on a control-plane node", kubelet([], {}, controlPlane), "not_a_finding"],
  ["set", kubelet(["--hostname-override=cp1"], {}), "open"],
  ["set to nothing", kubelet(["--hostname-override="], {}), "open"],
  ["written with underscores", kubelet(["--hostname_override", "cp1"], {}), "open"],
  [
    "in the environment file only: from the next start",
    { ...kubelet([], {}), ...kubeletUnit([kubeadmFlags, 'KUBELET_KUBEADM_ARGS="--hostname-override=cp1"']) },
    "open",
    "not_a_finding",
  ],
  [
    "of the next start only",
    { ...kubelet([], {}), ...kubeletStartsNext(["--hostname-override=cp1"]) },
    "open",
    "not_a_finding",
  ],
  ["of the running kubelet only", { ...kubelet(["--hostname-override=cp1"], {}), ...kubeletStartsNext([]) }, "open"],
  ["next start not known", { ...kubelet([], {}), ...kubeletStartsNext("unknown") }, "not_a_finding"],
  [
    "in a comment of the environment file",
    { ...kubelet([], {}), ...kubeletUnit([kubeadmFlags, " ; --hostname-override=cp1"]) },
    "not_a_finding",
  ],
  ["unit unreadable", { ...kubelet([], {}), "kubelet.unit": denied }, "not_a_finding"],
  ["process unreadable", { ...kubelet([], {}), "process.kubelet": denied }, "not_reviewed"],
  ["no kubelet runs", { ...kubelet([], {}), "process.kubelet": nothing }, "not_reviewed"],
]);

import { rule } from "../../../src/rules/stig/V-242397-kubelet-static-pod-path.ts";
import { controlPlane, denied, kubelet, kubeletUnit, nothing } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const dual = { controlPlane: true, worker: true, etcdOnly: false, shownBy: ["test"] };

ruleCases(rule, [
  ["neither setting nor flag", kubelet(withConfig, {}), "not_a_finding"],
  ["staticPodPath empty", kubelet(withConfig, { staticPodPath: "" }), "not_a_finding"],
  ["kubeadm's default on workers", kubelet(withConfig, { staticPodPath: "/etc/kubernetes/manifests" }), "open"],
  ["a node that is both", kubelet(withConfig, { staticPodPath: "/etc/kubernetes/manifests" }, dual), "open"],
  [
    "a control-plane node",
    kubelet(withConfig, { staticPodPath: "/etc/kubernetes/manifests" }, controlPlane),
    "not_applicable",
  ],
  ["the flag", kubelet([...withConfig, "--pod-manifest-path=/etc/kubernetes/manifests"], {}), "open"],
  ["the flag empty", kubelet([...withConfig, "--pod-manifest-path="], {}), "open", "not_a_finding"],
  ["a URL of static pods", kubelet(withConfig, { staticPodURL: "http://pods.example" }), "not_a_finding", "open"],
  ["the flag of a URL", kubelet([...withConfig, "--manifest-url=http://pods.example"], {}), "not_a_finding", "open"],
  [
    "the flag in the unit only",
    {
      ...kubelet(withConfig, {}),
      ...kubeletUnit(["/etc/systemd/system/kubelet.service", "ExecStart=/usr/bin/kubelet --pod-manifest-path=/x"]),
    },
    "open",
    "not_a_finding",
  ],
  [
    "the flag in a comment",
    {
      ...kubelet(withConfig, {}),
      ...kubeletUnit(["/etc/systemd/system/kubelet.service", "#x --pod-manifest-path=/x"]),
    },
    "not_a_finding",
  ],
  ["unit unreadable", { ...kubelet(withConfig, {}), "kubelet.unit": denied }, "not_reviewed", "not_a_finding"],
  [
    "unit unreadable, but the flag is in the process",
    { ...kubelet([...withConfig, "--pod-manifest-path=/x"], {}), "kubelet.unit": denied },
    "open",
  ],
  ["not started by systemd: no unit to read", { ...kubelet(withConfig, {}), "kubelet.unit": nothing }, "not_a_finding"],
  ["configuration unreadable", { ...kubelet(withConfig, {}), "kubelet.config": denied }, "not_reviewed"],
]);

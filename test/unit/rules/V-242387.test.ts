import { rule } from "../../../src/rules/stig/V-242387-kubelet-read-only-port.ts";
import { controlPlane, denied, here, kubelet, kubeletUnit, nothing, processOf } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];

ruleCases(rule, [
  ["a directory of drop-ins that was not found", kubelet(["--config-dir=/etc/kubelet.d"], "none"), "not_reviewed"],
  ["unset in a configuration file: 0 by default", kubelet(withConfig, {}), "not_a_finding"],
  ["0 in the file", kubelet(withConfig, { readOnlyPort: 0 }), "not_a_finding"],
  ["0 in the file, on a control-plane node", kubelet(withConfig, { readOnlyPort: 0 }, controlPlane), "not_a_finding"],
  ["null in the file", kubelet(withConfig, { readOnlyPort: null }), "not_a_finding"],
  ["10255 in the file", kubelet(withConfig, { readOnlyPort: 10255 }), "open"],
  ["0 in quotes, which the kubelet refuses", kubelet(withConfig, { readOnlyPort: "0" }), "open"],
  ["a key in another case is not the setting", kubelet(withConfig, { readonlyport: 10255 }), "not_a_finding"],
  ["neither flag nor file: 10255 by default", kubelet([], "none"), "not_a_finding", "open"],
  ["drop-ins alone that say nothing", kubelet(["--config-dir=/etc/kubelet.d"], {}), "not_a_finding", "open"],
  ["drop-ins alone that say 0", kubelet(["--config-dir=/etc/kubelet.d"], { readOnlyPort: 0 }), "not_a_finding"],
  ["--config= names no file", kubelet(["--config="], "none"), "not_a_finding", "open"],
  ["the flag set to 0", kubelet([...withConfig, "--read-only-port=0"], {}), "open", "not_a_finding"],
  [
    "the flag, detached and hexadecimal",
    kubelet([...withConfig, "--read-only-port", "0x0"], {}),
    "open",
    "not_a_finding",
  ],
  [
    "the flag set to 10255, over the file",
    kubelet([...withConfig, "--read-only-port=10255"], { readOnlyPort: 0 }),
    "open",
  ],
  ["the flag written with underscores", kubelet([...withConfig, "--read_only_port=10255"], {}), "open"],
  [
    "the last flag wins",
    kubelet([...withConfig, "--read-only-port=10255", "--read-only-port=0"], {}),
    "open",
    "not_a_finding",
  ],
  [
    "the flag in an environment file, not yet in the process",
    { ...kubelet(withConfig, {}), ...kubeletUnit(["/etc/default/kubelet", 'KUBELET_EXTRA_ARGS="--read-only-port=0"']) },
    "open",
    "not_a_finding",
  ],
  [
    "the flag in a comment of the unit",
    { ...kubelet(withConfig, {}), ...kubeletUnit(["/etc/default/kubelet", "# --read-only-port=10255"]) },
    "not_a_finding",
  ],
  [
    "a neighbouring flag in the unit",
    { ...kubelet(withConfig, {}), ...kubeletUnit(["/etc/default/kubelet", "A=--read-only-port-range=1"]) },
    "not_a_finding",
  ],
  [
    "unit unreadable: the command line answers",
    { ...kubelet(withConfig, {}), "kubelet.unit": denied },
    "not_a_finding",
  ],
  [
    "process unreadable, but the unit gives the flag",
    {
      ...kubelet(withConfig, {}),
      ...kubeletUnit(["/etc/default/kubelet", "A=--read-only-port=10255"]),
      "process.kubelet": denied,
    },
    "open",
    "not_reviewed",
  ],
  ["configuration unreadable", { ...kubelet(withConfig, {}), "kubelet.config": denied }, "not_reviewed"],
  ["configuration named but not found", { ...kubelet(withConfig, {}), "kubelet.config": nothing }, "not_reviewed"],
  ["no kubelet runs", { ...kubelet(withConfig, {}), "process.kubelet": nothing }, "not_reviewed"],
  [
    "two kubelets, the worse counts",
    {
      ...kubelet(withConfig, {}),
      "process.kubelet": here([
        processOf(["kubelet", ...withConfig]),
        processOf(["kubelet", ...withConfig, "--read-only-port=1"]),
      ]),
    },
    "open",
  ],
]);

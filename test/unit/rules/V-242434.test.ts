import { rule } from "../../../src/rules/stig/V-242434-kubelet-protect-kernel-defaults.ts";
import { controlPlane, denied, kubelet, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const node = (flags: readonly string[], config: Readonly<Record<string, unknown>>, role = controlPlane) =>
  kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], config, role);

ruleCases(rule, [
  ["true", node([], { protectKernelDefaults: true }), "not_a_finding"],
  ["true, on a worker", node([], { protectKernelDefaults: true }, worker), "not_a_finding"],
  ["not set", node([], {}), "open"],
  ["not set, without any configuration", kubelet([], "none", controlPlane), "open"],
  ["false", node([], { protectKernelDefaults: false }), "open"],
  ["true in quotes, which the kubelet refuses", node([], { protectKernelDefaults: "true" }), "open"],
  ["by flag", node(["--protect-kernel-defaults"], {}), "open", "not_a_finding"],
  ["the flag false, over the file", node(["--protect-kernel-defaults=false"], { protectKernelDefaults: true }), "open"],
  ["configuration unreadable", { ...node([], {}), "kubelet.config": denied }, "not_reviewed"],
]);

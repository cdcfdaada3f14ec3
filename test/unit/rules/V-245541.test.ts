import { rule } from "../../../src/rules/stig/V-245541-kubelet-streaming-timeout.ts";
import { controlPlane, denied, kubelet, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const node = (timeout: unknown, flags: readonly string[] = [], role = controlPlane) =>
  kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], { streamingConnectionIdleTimeout: timeout }, role);

ruleCases(rule, [
  ["5m", node("5m"), "not_a_finding"],
  ["5m on a worker", node("5m", [], worker), "not_a_finding"],
  ["300s", node("300s"), "not_a_finding"],
  ["0h5m", node("0h5m"), "not_a_finding"],
  ["5m0s", node("5m0s"), "not_a_finding"],
  ["0.1h, which is 6 minutes", node("0.1h"), "not_a_finding"],
  ["4h, more than DISA's content takes", node("4h"), "not_a_finding"],
  ["4m59s: too short, but a timeout", node("4m59s"), "open", "not_a_finding"],
  ["kubeadm's default 0s, which becomes 4h", node("0s"), "open", "not_a_finding"],
  ["a bare 0 as text", node("0"), "open", "not_a_finding"],
  ["not set: 4h", node(null), "open", "not_a_finding"],
  ["no configuration: 4h", kubelet([], "none", controlPlane), "open", "not_a_finding"],
  ["a bare number, which the kubelet refuses", node(300), "open"],
  ["a bare 0 as number, which the kubelet refuses", node(0), "open"],
  ["negative", node("-5m"), "open"],
  ["no duration", node("5 minutes"), "open"],
  ["the flag 5m", node("5m", ["--streaming-connection-idle-timeout=5m"]), "open", "not_a_finding"],
  ["the flag 0, which switches it off", node("5m", ["--streaming-connection-idle-timeout=0"]), "open"],
  ["the flag invalid", node("5m", ["--streaming-connection-idle-timeout=300"]), "open"],
  ["configuration unreadable", { ...node("5m"), "kubelet.config": denied }, "not_reviewed"],
]);

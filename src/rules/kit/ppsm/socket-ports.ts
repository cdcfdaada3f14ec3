import { addressClass } from "../../../evidence/address-class.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import type { Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { PortComponent } from "../../../evidence/site.ts";
import { notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import type { Shown } from "./port-row.ts";

// A cloud provider's part of the controller manager: its ports are judged with it where it runs.
const cloudControllerManager = /(^|-)cloud-controller-manager$/;

/** The ports that a component listens on, as the kernel has them. */
export function socketPorts(
  component: PortComponent,
  process: Observed<readonly Invocation[]>,
  listeners: Observed<readonly Listener[]>,
): Shown {
  if (listeners.state === "unknown") return { ports: [], missing: [unseenVerdict(listeners)] };
  const all = listeners.state === "present" ? listeners.value : [];
  const ports = all.flatMap(({ protocol, address, port, program = "", component: runs }) => {
    const isClouds = component === "kube-controller-manager" && cloudControllerManager.test(program);
    if (runs !== component && !isClouds) return [];
    const from = isClouds ? `socket of ${program}` : "socket";
    const { source } = listeners;
    return [{ direction: "in" as const, protocol, port, address: addressClass(address), from, source }];
  });
  return { ports, missing: whyNoSocket(component, process, all) };
}

/** A component without a socket of its own: it is stopped, or another program holds its sockets (K3s, MicroK8s). */
function whyNoSocket(
  component: PortComponent,
  process: Observed<readonly Invocation[]>,
  listeners: readonly Listener[],
): readonly Verdict[] {
  if (process.state === "absent") {
    return [notReviewed(`${component} does not run: what it would listen on cannot be seen.`)];
  }
  const isSeen = listeners.some((listener) => listener.component === component);
  return isSeen || process.state === "unknown" ? [] : [notReviewed(`No listening socket of ${component} was seen.`)];
}

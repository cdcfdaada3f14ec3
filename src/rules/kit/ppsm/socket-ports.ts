import type { Listener } from "../../../evidence/listeners.ts";
import type { Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { PortComponent } from "../../../evidence/site.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { addressClass } from "../address-class.ts";
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
  const stopped = `${component} does not run: what it would listen on cannot be seen.`;
  const all = listeners.state === "present" ? listeners.value : [];
  const ports = all.flatMap(({ protocol, address, port, program = "", component: runs }) => {
    const isClouds = component === "kube-controller-manager" && cloudControllerManager.test(program);
    if (runs !== component && !isClouds) return [];
    const from = isClouds ? `socket of ${program}` : "socket";
    const { source } = listeners;
    return [{ direction: "in" as const, protocol, port, address: addressClass(address), from, source }];
  });
  return { ports, missing: process.state === "absent" ? [notReviewed(stopped)] : [] };
}

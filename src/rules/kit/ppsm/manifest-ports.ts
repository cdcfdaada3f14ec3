import { addressClass } from "../../../evidence/address-class.ts";
import type { Invocation, PodPort } from "../../../evidence/processes.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import { sourceOf } from "./flag-ports.ts";
import type { RowAddress, Shown } from "./port-row.ts";

/** How far a pod's port reaches. That a container declares one on the host's network says nothing of what it binds. */
function addressOf({ kind, address, hostNetwork }: PodPort): RowAddress | undefined {
  if (address !== undefined) return addressClass(address);
  if (kind === "host port") return "any";
  if (!hostNetwork) return "pod";
  return kind === "probe" ? "node-ip" : undefined;
}

/** The ports that a component's pod declares and probes. */
export function manifestPorts(component: string, invocation: Invocation): Shown {
  const { ports } = invocation;
  const source = sourceOf(invocation);
  if (ports === undefined) {
    return { ports: [], missing: [notReviewed(`The ports in the manifest of ${component} were not understood.`)] };
  }
  const nameless = ports.filter(({ port }) => port === undefined);
  return {
    ports: ports.flatMap((one) => {
      const { kind, protocol, port } = one;
      if (port === undefined) return [];
      return [{ direction: "in" as const, protocol, port, address: addressOf(one), from: kind, source }];
    }),
    missing: nameless.length === 0 ? [] : [notReviewed(`A probe of ${component} asks a port that has no number.`)],
  };
}

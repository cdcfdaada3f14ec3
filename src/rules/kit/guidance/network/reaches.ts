import type { NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from "../../../../evidence/network-policies.ts";
import { isInBlock } from "./address-block.ts";
import { selects } from "./selector.ts";

/** An address outside the cluster, and its port over TCP. */
export type Destination = { readonly address: string; readonly port: number };

const isPort = ({ protocol, port, endPort }: PolicyPort, wanted: number): boolean =>
  protocol === "TCP" &&
  (port === undefined || (typeof port === "number" && port <= wanted && wanted <= (endPort ?? port)));

// What is not understood lets through, and is no exception.
const isPeer = (peer: PolicyPeer, address: string): boolean =>
  "cidr" in peer &&
  isInBlock(address, peer.cidr) !== false &&
  !peer.except.some((block) => isInBlock(address, block) === true);

const letsOut = ({ peers, ports }: PolicyRule, { address, port }: Destination): boolean =>
  (ports.length === 0 || ports.some((one) => isPort(one, port))) &&
  (peers.length === 0 || peers.some((peer) => isPeer(peer, address)));

/** Whether the policies of its namespace let a pod with these labels reach a destination: all do where none selects it. */
export function reaches(
  policies: readonly NetworkPolicy[],
  labels: Readonly<Record<string, string>>,
  destination: Destination,
): boolean {
  const selecting = policies.filter(({ pods, egress }) => egress !== undefined && selects(pods, labels));
  return (
    selecting.length === 0 || selecting.some(({ egress = [] }) => egress.some((rule) => letsOut(rule, destination)))
  );
}

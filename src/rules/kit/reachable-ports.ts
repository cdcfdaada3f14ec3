import { addressClass } from "../../evidence/address-class.ts";
import type { ApiService } from "../../evidence/cluster.ts";
import type { Listener } from "../../evidence/listeners.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import { notReviewed, type Seen } from "../../findings/verdict.ts";
import { type Condition, condition, saying } from "../define-rule.ts";
import { socketRows } from "./component-sockets.ts";

const ofControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet"];
const usualPorts = [6443, 2379, 2380, 10_250, 10_257, 10_259];

/** Sockets that a firewall has to be for: of the control plane by who holds them, or by their port where that is not seen. */
function reachable(listeners: Observed<readonly Listener[]>): readonly Seen[] {
  const found = entriesSeen(listeners).filter(
    ({ address, port, component = "" }) =>
      addressClass(address) !== "loopback" && (ofControlPlane.includes(component) || usualPorts.includes(port)),
  );
  // Addresses are every node's own.
  return socketRows(found, listeners).map((row) => ({ ...row, isOwn: true }));
}

const isOfApiServer = ({ namespace, name }: ApiService): boolean => namespace === "default" && name === "kubernetes";

const endpointsOf = ({ endpoints }: ApiService): readonly string[] =>
  endpoints.map(
    ({ address, protocol, port }) => `${address.includes(":") ? `[${address}]` : address}:${port}/${protocol}`,
  );

/** Services that lead where the API server is, and how far each is published. */
function publishing(services: Observed<readonly ApiService[]>): readonly Seen[] {
  const all = entriesSeen(services);
  const servers = all.filter(isOfApiServer).flatMap(endpointsOf);
  return all
    .filter((service) => isOfApiServer(service) || endpointsOf(service).some((one) => servers.includes(one)))
    .map((service): Seen => {
      const nodePorts = service.ports.flatMap(({ nodePort }) => nodePort ?? []);
      const how = [
        service.type,
        ...(service.external ? ["published outside the cluster"] : []),
        ...(nodePorts.length > 0 ? [`node ports ${nodePorts.join(", ")}`] : []),
        `to ${endpointsOf(service).toSorted().join(", ") || "no endpoint"}`,
      ];
      const what = `Service ${service.namespace}/${service.name}, which leads to the API server`;
      return { what, value: how.join(", "), source: services.source };
    });
}

const unseenRow = (what: string, fact: Observed<unknown>): readonly Seen[] =>
  fact.state === "unknown" ? [{ what, value: `not seen (${fact.reason}: ${fact.message})`, source: fact.source }] : [];

/** The worksheet of a firewall: what can be reached of a control plane. No rules of a firewall are read. */
export const firewallIsForPerson: Condition = saying(
  "a person has looked at what filters the way to the control plane's ports",
  condition(
    [],
    ({ "host.listeners": listeners, "api.services": services }) =>
      notReviewed(
        "What filters the way to these ports (nftables, iptables, security groups) was not read: whether each can be reached " +
          "from where it must be, and from nowhere else, is for a person.",
        [
          ...reachable(listeners),
          ...unseenRow("listening sockets", listeners),
          ...publishing(services),
          ...unseenRow("Services that lead to the API server", services),
        ],
      ),
    ["host.listeners", "api.services"] as const,
  ),
);

import { addressClass } from "../../../../evidence/address-class.ts";
import type { ApiService } from "../../../../evidence/cluster.ts";
import type { Listener } from "../../../../evidence/listeners.ts";
import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import type { Seen } from "../../../../findings/verdict.ts";
import { showSocket, socketRows } from "../../sockets/component-sockets.ts";

const ofControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet"];
const usualPorts = [6443, 2379, 2380, 10_250, 10_257, 10_259];
/** K3s and MicroK8s: a control plane in one process, whose sockets are all its own. */
const wholeControlPlanes = ["k3s", "kubelite"];

/** Sockets that a firewall has to be for: of the control plane by who holds them, or by their port where that is not seen. */
export const reachable = (listeners: Observed<readonly Listener[]>): readonly Listener[] =>
  entriesSeen(listeners).filter(
    ({ protocol, address, port, component = "", program = "" }) =>
      addressClass(address) !== "loopback" &&
      (ofControlPlane.includes(component) ||
        (protocol === "tcp" && (usualPorts.includes(port) || wholeControlPlanes.includes(program)))),
  );

/** Those of the API server: its own, or of a whole control plane. */
export const ofApiServer = (sockets: readonly Listener[]): readonly Listener[] =>
  sockets.filter(
    ({ component, program = "" }) => component === "kube-apiserver" || wholeControlPlanes.includes(program),
  );

/** The same as rows: addresses are every node's own. */
export const reachableRows = (found: readonly Listener[], listeners: Observed<unknown>): readonly Seen[] =>
  socketRows(found, listeners).map((row) => ({ ...row, isOwn: true }));

const isOfApiServer = ({ namespace, name }: ApiService): boolean => namespace === "default" && name === "kubernetes";

const endpointsOf = ({ endpoints }: ApiService): readonly string[] => endpoints.map(showSocket);

const nodePortsOf = ({ ports }: ApiService): readonly number[] => ports.flatMap(({ nodePort }) => nodePort ?? []);

/** Services that lead where the API server is. */
export function leadingToApiServer(services: Observed<readonly ApiService[]>): readonly ApiService[] {
  const all = entriesSeen(services);
  const servers = all.filter(isOfApiServer).flatMap(endpointsOf);
  return all.filter((service) => isOfApiServer(service) || endpointsOf(service).some((one) => servers.includes(one)));
}

/** Whether a Service can be reached from outside the cluster: its packets come to the API server by translated addresses. */
export const isPublished = (service: ApiService): boolean => service.external || nodePortsOf(service).length > 0;

/** How far each is published. */
export const serviceRows = (found: readonly ApiService[], { source }: Observed<unknown>): readonly Seen[] =>
  found.map((service) => {
    const nodePorts = nodePortsOf(service);
    const how = [
      service.type,
      ...(service.external ? ["published outside the cluster"] : []),
      ...(nodePorts.length > 0 ? [`node ports ${nodePorts.join(", ")}`] : []),
      `to ${endpointsOf(service).toSorted().join(", ") || "no endpoint"}`,
    ];
    const what = `Service ${service.namespace}/${service.name}, which leads to the API server`;
    return { what, value: how.join(", "), source };
  });

/** What was not seen as a row. */
export const unseenRow = (what: string, fact: Observed<unknown>): readonly Seen[] =>
  fact.state === "unknown" ? [{ what, value: `not seen (${fact.reason}: ${fact.message})`, source: fact.source }] : [];

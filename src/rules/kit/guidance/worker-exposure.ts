import { addressClass } from "../../../evidence/address-class.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import type { RunHost } from "../../../evidence/run.ts";
import {
  leftUnseen,
  notAFinding,
  notApplicable,
  notReviewed,
  type Seen,
  type Verdict,
  worst,
} from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { counted } from "../cluster/pods.ts";
import { listed } from "../unknown-data.ts";
import { nodesOfRun } from "./nodes-of-run.ts";

/** The condition that no Service opens a port on every node; those that do are listed for a person. */
export const noNodePorts: ClusterCondition = clusterCondition(["api.services"], ({ "api.services": services }) => {
  const found = entriesSeen(services).flatMap(({ namespace, name, type, ports }) => {
    const nodePorts = ports.flatMap(({ nodePort, protocol }) =>
      nodePort === undefined ? [] : [`${nodePort}/${protocol}`],
    );
    return nodePorts.length === 0
      ? []
      : [{ what: `Service ${namespace}/${name}`, value: `${type}, ${nodePorts.join(", ")}` }];
  });
  if (found.length === 0) return notAFinding("No Service has a node port.");
  const rows = found.toSorted((a, b) => (a.what < b.what ? -1 : 1));
  const reason = counted(
    rows.map(({ what }) => what),
    "Services with node ports",
  );
  return notReviewed(
    `${reason} Whether each has to be reached from beyond the cluster is for a person.`,
    rows.map((row): Seen => ({ ...row, source: services.source })),
  );
});

const expected: Readonly<Record<string, (port: number) => boolean>> = {
  sshd: (port) => port === 22,
  kubelet: (port) => port === 10_250,
  // Its health check, and the ports of Services.
  "kube-proxy": (port) => port === 10_256 || (port >= 30_000 && port <= 32_767),
};

const holderOf = ({ component, program }: Listener): string => component ?? program ?? "nobody that was seen";

/** Sockets of a worker that others can reach and that nothing in Kubernetes accounts for. */
const unexpected = ({ facts: { "host.listeners": listeners } }: RunHost): readonly string[] =>
  entriesSeen(listeners)
    .filter(({ address }) => addressClass(address) !== "loopback")
    .filter((listener) => expected[holderOf(listener)]?.(listener.port) !== true)
    .map((listener) => `${listener.port}/${listener.protocol} of ${holderOf(listener)}`);

/** Each socket with the workers that have it. */
function rowsOf(workers: readonly RunHost[], source: Seen["source"]): readonly Seen[] {
  const hosts = new Map<string, string[]>();
  for (const worker of workers) {
    for (const socket of new Set(unexpected(worker))) hosts.set(socket, [...(hosts.get(socket) ?? []), worker.name]);
  }
  return [...hosts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([socket, names]) => ({
      what: `listening socket ${socket}`,
      value: `on ${listed(names.toSorted())}`,
      source,
    }));
}

const socketsNotSeen = (names: string): Verdict =>
  leftUnseen(notReviewed(`Listening sockets not seen: ${names}.`), `the listening sockets of ${names} were not seen`);

/** The condition that nothing of a worker can be reached but kubelet, kube-proxy and SSH; the rest is listed for a person. */
export const workerSocketsExpected: ClusterCondition = clusterCondition(["run.hosts"], ({ "run.hosts": hosts }) => {
  const { workers, unknown } = nodesOfRun(hosts);
  if (workers.length + unknown.length === 0) return notApplicable("No node is a worker and nothing else.");
  const unread = workers.filter(({ isRead, facts }) => !isRead || facts["host.listeners"].state === "unknown");
  const unseen = [...unread.map(({ name }) => name), ...unknown].toSorted();
  const rows = rowsOf(workers, hosts.source);
  const verdicts: readonly Verdict[] = [
    ...(unseen.length > 0 ? [socketsNotSeen(listed(unseen))] : []),
    ...(rows.length > 0
      ? [notReviewed("Workers have listening sockets that nothing of Kubernetes accounts for: those are for a person.")]
      : []),
    notAFinding("Nothing listens on workers beyond loopback but kubelet, kube-proxy and SSH."),
  ];
  return { ...worst(verdicts), seen: rows };
});

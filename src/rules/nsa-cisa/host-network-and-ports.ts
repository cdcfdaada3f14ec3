import { workloadCheck } from "../kit/guidance/workloads/workload-check.ts";

export const rule = workloadCheck({
  id: "host-network-and-ports",
  what: "the host's network or ports of the host",
  looks: ({ spec: { hostNetwork, containers } }) => [
    ...(hostNetwork ? [{ kind: "open" as const, value: "hostNetwork" }] : []),
    ...containers.flatMap(({ kind, name, ports }) =>
      ports.flatMap(({ hostPort = 0, containerPort, protocol }) => {
        const port = hostNetwork ? containerPort : hostPort;
        if (port === 0) return [];
        const low = port < 1024 ? ", below 1024" : "";
        const value = `${kind} ${name}: host port ${port}/${protocol}${low}`;
        return [{ kind: "open" as const, value }];
      }),
    ),
  ],
  expected: "no pod or template of users has hostNetwork: true or a hostPort",
  check:
    "Read spec.hostNetwork, and ports[].hostPort of all containers and init containers, of every pod and of the " +
    "template of every workload, those scaled to zero too. On the host's network every container port is a port of " +
    "the host; ports that are not declared do not show here. What belongs to the platform (network plugins, " +
    "kube-proxy, storage drivers) needs the host's network and is listed apart.",
  fix:
    "Publish the workload with a Service, and take hostNetwork and hostPort out of its template. Where a pod must be " +
    "on the host's network (an ingress controller, a node agent) give it a namespace of its own and have that " +
    "accepted: network policies do not bind it.",
});

import type { PodSpec } from "../../../evidence/pods.ts";
import type { Offence } from "./no-pod-has.ts";

const isPrivileged = (port: number): boolean => port >= 1 && port <= 1023;

const declared = ({ containers }: PodSpec): readonly string[] =>
  containers.flatMap(({ kind, name, ports }) =>
    ports
      .flatMap(({ hostPort = 0, protocol }) => (isPrivileged(hostPort) ? [`${hostPort}/${protocol}`] : []))
      .map((port) => `${kind} ${name}: host port ${port}`),
  );

/** On the host's network a container port is a host port, whether it says so or not. */
const onHost = ({ hostNetwork, ...spec }: PodSpec): PodSpec => ({
  ...spec,
  hostNetwork,
  containers: spec.containers.map((container) => ({
    ...container,
    ports: container.ports.map((port) => (hostNetwork ? { ...port, hostPort: port.containerPort } : port)),
  })),
});

const what = "host ports below 1024";

/** Host ports below 1024, as declared. */
export const privilegedHostPorts: Offence = { what, shownBy: ({ spec }) => declared(spec) };

/** The same, and container ports of pods on the host's network, whose other ports nothing declares. */
export const privilegedPortsOfHost: Offence = {
  what,
  noted: ({ spec }) => (spec.hostNetwork ? ["on the host's network: ports that it does not declare do not show"] : []),
  shownBy: ({ spec }) => [...new Set([...declared(spec), ...declared(onHost(spec))])],
};

import { describe, expect, it } from "vitest";
import { podPorts } from "../../../src/probes/parse/manifest-ports.ts";

const pod = (hostNetwork: boolean, ...containers: readonly unknown[]) => ({ spec: { hostNetwork, containers } });

describe("ports of a pod", () => {
  it("are those that its containers declare and probe, named ports by number", () => {
    const container = {
      ports: [{ containerPort: 2381, name: "probe-port", protocol: "TCP" }],
      livenessProbe: { httpGet: { host: "127.0.0.1", path: "/livez", port: "probe-port" } },
      readinessProbe: { tcpSocket: { port: 2379 } },
      startupProbe: { grpc: { port: 2382 } },
    };
    expect(podPorts(pod(true, container))).toEqual([
      { kind: "container port", protocol: "tcp", port: 2381, hostNetwork: true },
      { kind: "probe", protocol: "tcp", port: 2381, hostNetwork: true, address: "127.0.0.1" },
      { kind: "probe", protocol: "tcp", port: 2379, hostNetwork: true },
      { kind: "probe", protocol: "tcp", port: 2382, hostNetwork: true },
    ]);
  });

  it("are host ports too, where the pod has a network of its own", () => {
    const container = { ports: [{ containerPort: 53, hostPort: 5353, hostIP: "10.0.0.1", protocol: "UDP" }] };
    expect(podPorts(pod(false, container))).toEqual([
      { kind: "container port", protocol: "udp", port: 53, hostNetwork: false },
      { kind: "host port", protocol: "udp", port: 5353, hostNetwork: false, address: "10.0.0.1" },
    ]);
    expect(podPorts(pod(true, container))).toHaveLength(1);
  });

  it("are those of every container", () => {
    const spec = {
      initContainers: [{ ports: [{ containerPort: 1 }] }],
      containers: [{}, { ports: [{ containerPort: 2 }] }],
    };
    expect(podPorts({ spec })?.map(({ port }) => port)).toEqual([1, 2]);
  });

  it("have no number where a probe's name is no port's, but for a number in quotes", () => {
    const asking = (port: string) => podPorts(pod(true, { livenessProbe: { httpGet: { port } } }))?.[0]?.port;
    expect([asking("nowhere"), asking("8080")]).toEqual([undefined, 8080]);
  });

  it("are not known where the manifest is of another form", () => {
    expect(podPorts(pod(true, { ports: "6443" }))).toBeUndefined();
    expect(podPorts({ spec: { hostNetwork: "yes", containers: [] } })).toBeUndefined();
  });
});

import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { ApiService } from "../../../../src/evidence/cluster.ts";
import { rule } from "../../../../src/rules/nsa-cisa/control-plane-firewall.ts";
import { controlPlane, denied, type FactsGiven, facts, here, nothing, worker } from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";

const service = (name: string, more: Partial<ApiService> = {}): ApiService => ({
  namespace: "default",
  name,
  type: "ClusterIP",
  clusterIP: true,
  external: false,
  labels: {},
  selector: {},
  ports: [{ protocol: "tcp", port: 443 }],
  endpoints: [{ address: "10.0.0.7", protocol: "tcp", port: 6443 }],
  ...more,
});
const judged = (given: FactsGiven) => judgeNode(rule, facts({ "node.role": here(controlPlane), ...given })).literal;
const rows = (given: FactsGiven) => judged(given).seen.map(({ what, value }) => `${what}: ${value}`);

it("is for a person, with what can be reached and what publishes the API", () => {
  const listeners: FactsGiven = {
    "host.listeners": here([
      { protocol: "tcp", address: "::", port: 443, program: "kube-apiserver", component: "kube-apiserver" },
      { protocol: "tcp", address: "127.0.0.1", port: 10_259, program: "kube-scheduler", component: "kube-scheduler" },
      { protocol: "tcp", address: "0.0.0.0", port: 6443, program: "haproxy" },
      { protocol: "tcp", address: "0.0.0.0", port: 9100, program: "node_exporter" },
    ]),
  };
  const services = [
    service("kubernetes"),
    service("published", { namespace: "x", type: "NodePort", ports: [{ protocol: "tcp", port: 1, nodePort: 30_443 }] }),
    service("other", { endpoints: [{ address: "10.9.9.9", protocol: "tcp", port: 80 }] }),
  ];
  expect(judged(listeners).status).toBe("not_reviewed");
  expect(rows({ ...listeners, "api.services": here(services) })).toEqual([
    "listening socket of kube-apiserver: [::]:443/tcp",
    "listening socket of haproxy: 0.0.0.0:6443/tcp",
    "Service default/kubernetes, which leads to the API server: ClusterIP, to 10.0.0.7:6443/tcp",
    "Service x/published, which leads to the API server: NodePort, node ports 30443, to 10.0.0.7:6443/tcp",
  ]);
});

it("says what could not be seen", () => {
  expect(rows({ "host.listeners": denied, "api.services": denied })).toEqual([
    "listening sockets: not seen (permission-denied: Permission denied)",
    "Services that lead to the API server: not seen (permission-denied: Permission denied)",
  ]);
  expect(rows({ "host.listeners": here([]), "api.services": nothing })).toEqual([]);
});

it("has one reason for all control planes, and none for workers", async () => {
  const { literal } = judgeNode(rule, await recordedNode("cp1"));
  expect([literal.status, literal.reason]).toEqual(["not_reviewed", judged({}).reason]);
  expect(judged({ "node.role": here(worker) }).status).toBe("not_applicable");
});

import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { ApiNode, ApiService } from "../../../../src/evidence/cluster.ts";
import type { Listener } from "../../../../src/evidence/listeners.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import type { ObservedForCluster, RunHost } from "../../../../src/evidence/run.ts";
import type { Verdict } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/nsa-cisa/worker-node-segmentation.ts";
import { pod, workload } from "../../../support/cluster-facts.ts";
import {
  apiNode,
  controlPlane,
  denied,
  type FactsGiven,
  facts,
  here,
  layoutOf,
  nodeOfApi,
  worker,
} from "../../../support/facts.ts";
import { workloadsRead } from "../../../support/guidance-facts.ts";

const taint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
const listed = (name: string, taints: ApiNode["taints"] = []): ApiNode => nodeOfApi({ name, taints });
const host = (name: string, given: FactsGiven, isRead = true): RunHost => ({
  name,
  isRead,
  facts: facts({ "node.api": apiNode({ name }), "host.listeners": here([]), ...given }),
});
const cp1 = host("cp1", { "node.role": here(controlPlane) });
const w1 = (given: FactsGiven = {}, isRead = true) => host("w1", { "node.role": here(worker), ...given }, isRead);

type Given = Partial<ObservedForCluster> & { readonly pods?: readonly ApiPod[] };
const judged = (given: Given = {}): Verdict =>
  judgeCluster(
    rule,
    workloadsRead({
      "api.nodes": here([listed("cp1", [taint]), listed("w1")]),
      "api.services": here([]),
      "run.hosts": here([cp1, w1()]),
      "site.system-pods": { state: "absent", source: { host: "c", request: "decisions" } },
      ...given,
    }),
  ).literal;
const rows = (given: Given) => judged(given).seen.map(({ what, value }) => `${what}: ${value}`);

const nodePort: ApiService = {
  namespace: "shop",
  name: "web",
  type: "NodePort",
  clusterIP: true,
  external: false,
  labels: {},
  selector: {},
  ports: [{ protocol: "tcp", port: 80, nodePort: 30_080 }],
  endpoints: [],
};
const socket = (port: number, program: string, address = "::"): Listener => ({
  protocol: "tcp",
  address,
  port,
  program,
});
const agent = pod({ node: "cp1", namespace: "logging", owner: { kind: "DaemonSet", name: "fluent-bit" } });

describe("worker-node-segmentation", () => {
  it.each<readonly [string, Given, Verdict["status"]]>([
    ["pods of users on workers only", { pods: [pod({ node: "w1" })] }, "not_a_finding"],
    ["a pod of users on a control plane", { pods: [pod({ node: "cp1" })] }, "open"],
    ["one that has ended there", { pods: [pod({ node: "cp1", phase: "Succeeded" })] }, "not_a_finding"],
    ["one that waits for a node", { pods: [pod({ phase: "Pending" })] }, "not_a_finding"],
    ["the platform's own there", { pods: [pod({ node: "cp1", namespace: "calico-system" })] }, "not_a_finding"],
    ["an agent for every node", { pods: [agent] }, "not_reviewed"],
    ["a node port", { "api.services": here([nodePort]) }, "not_reviewed"],
    [
      "a socket of a worker that nothing accounts for",
      { "run.hosts": here([cp1, w1({ "host.listeners": here([socket(9100, "node_exporter")]) })]) },
      "not_reviewed",
    ],
    [
      "one on loopback",
      { "run.hosts": here([cp1, w1({ "host.listeners": here([socket(9100, "x", "127.0.0.1")]) })]) },
      "not_a_finding",
    ],
    [
      "a worker's own sockets",
      {
        "run.hosts": here([
          cp1,
          w1({ "host.listeners": here([socket(22, "sshd"), socket(10_250, "kubelet"), socket(10_256, "kube-proxy")]) }),
        ]),
      },
      "not_a_finding",
    ],
    [
      "the kubelet's read-only port",
      { "run.hosts": here([cp1, w1({ "host.listeners": here([socket(10_255, "kubelet")]) })]) },
      "not_reviewed",
    ],
    ["a worker that was not read", { "run.hosts": here([cp1, w1({}, false)]) }, "not_reviewed"],
    ["sockets that were not seen", { "run.hosts": here([cp1, w1({ "host.listeners": denied })]) }, "not_reviewed"],
    ["a host that may be anything", { "run.hosts": here([cp1, host("w1", {})]) }, "not_reviewed"],
    [
      "a host that may be anything, with a finding beside it",
      { "run.hosts": here([cp1, host("w1", {})]), pods: [pod({ node: "cp1" })] },
      "open",
    ],
    ["no control plane that is known", { "run.hosts": here([w1()]) }, "not_reviewed"],
    ["pods that were not listed", { "api.pods": denied }, "not_reviewed"],
    ["nodes that were not listed", { "api.nodes": denied }, "not_reviewed"],
    ["Services that were not listed", { "api.services": denied }, "not_reviewed"],
  ])("%s", (_, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it.each<readonly [string, readonly RunHost[], string | undefined]>([
    ["was read", [cp1, w1()], undefined],
    ["was not read", [cp1, w1({}, false)], "the listening sockets of w1 were not seen"],
    ["does not show its sockets", [cp1, w1({ "host.listeners": denied })], "the listening sockets of w1 were not seen"],
    ["may be anything", [cp1, host("w1", {})], "what these nodes are is not known: w1"],
  ])("leaves to no person what was not seen of a host that %s", (_what, hosts, left) => {
    const verdict = judged({ "run.hosts": here(hosts), "api.services": here([nodePort]) });
    expect([verdict.status, verdict.leftUnseen]).toEqual(["not_reviewed", left]);
  });

  it("does not ask about pods where there is one node, or a provider's control plane", () => {
    const single = { "api.nodes": here([listed("cp1")]), "run.hosts": here([cp1]), pods: [pod({ node: "cp1" })] };
    expect(judged(single).status).toBe("not_a_finding");
    expect(judged({ ...single, "api.services": here([nodePort]) }).status).toBe("not_reviewed");
    const eks = w1({ "node.layout": layoutOf("eks") });
    expect(judged({ "api.nodes": here([listed("w1"), listed("w2")]), "run.hosts": here([eks]) }).status).toBe(
      "not_a_finding",
    );
  });

  it("shows what is where, and how control planes are tainted", () => {
    const shown = rows({
      pods: [pod({ node: "cp1", owner: { kind: "Deployment", name: "app" } })],
      workloads: [workload()],
      "api.nodes": here([listed("cp1"), listed("w1")]),
      "run.hosts": here([cp1, w1({ "host.listeners": here([socket(9100, "node_exporter")]) })]),
      "api.services": here([nodePort]),
    } as Given);
    expect(shown).toEqual([
      "shop/Deployment app: on control-plane node cp1",
      "taints of control-plane node cp1: none that keeps pods off",
      "Service shop/web: NodePort, 30080/tcp",
      "listening socket 9100/tcp of node_exporter: on w1",
    ]);
  });
});

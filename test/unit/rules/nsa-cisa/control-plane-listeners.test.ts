import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Listener } from "../../../../src/evidence/listeners.ts";
import type { ComponentName } from "../../../../src/evidence/processes.ts";
import { rule } from "../../../../src/rules/nsa-cisa/control-plane-listeners.ts";
import { denied, type FactsGiven, facts, here, nothing, worker } from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { started } from "../control-plane.ts";

const socket = (component: ComponentName, port: number, address = "127.0.0.1"): Listener => ({
  protocol: "tcp",
  address,
  port,
  program: component,
  component,
});
const usual: readonly Listener[] = [
  socket("kube-apiserver", 6443, "::"),
  socket("kube-controller-manager", 10_257),
  socket("kube-scheduler", 10_259),
  socket("etcd", 2379, "10.0.0.7"),
  socket("etcd", 2380, "10.0.0.7"),
  socket("etcd", 2381),
];
const etcd = [
  "--listen-client-urls=https://10.0.0.7:2379",
  "--listen-peer-urls=https://10.0.0.7:2380",
  "--listen-metrics-urls=http://127.0.0.1:2381",
];
const local = ["--bind-address=127.0.0.1"];

const node = (listeners: readonly Listener[] = usual, more: FactsGiven = {}): FactsGiven => ({
  ...started("etcd", etcd),
  ...started("kube-apiserver", []),
  ...started("kube-controller-manager", local),
  ...started("kube-scheduler", local),
  "host.listeners": here(listeners),
  ...more,
});
const without = (component: ComponentName, ...more: readonly Listener[]): readonly Listener[] => [
  ...usual.filter((listener) => listener.component !== component),
  ...more,
];
const unowned = (port: number, program?: string): Listener => ({
  protocol: "tcp",
  address: "::",
  port,
  ...(program === undefined ? {} : { program }),
});

ruleCases(rule, [
  ["as it should be", node(), "not_a_finding"],
  [
    "another secure port",
    node(without("kube-apiserver", socket("kube-apiserver", 443)), started("kube-apiserver", ["--secure-port=443"])),
    "not_a_finding",
  ],
  ["the insecure port of an old API server, on loopback", node([...usual, socket("kube-apiserver", 8080)]), "open"],
  [
    "an insecure port by its flag",
    node([...usual, socket("kube-apiserver", 8001)], started("kube-apiserver", ["--insecure-port=8001"])),
    "open",
  ],
  [
    "a flag of a port that is gone, without a socket",
    node(usual, started("kube-apiserver", ["--insecure-port=8080"])),
    "not_a_finding",
  ],
  [
    "a port of the API server that nothing names",
    node([...usual, socket("kube-apiserver", 9443, "::")]),
    "not_reviewed",
  ],
  ["10252 of the controller manager", node([...usual, socket("kube-controller-manager", 10_252)]), "open"],
  ["10251 of the scheduler", node([...usual, socket("kube-scheduler", 10_251)]), "open"],
  [
    "the scheduler beyond loopback by its socket",
    node(without("kube-scheduler", socket("kube-scheduler", 10_259, "::"))),
    "open",
  ],
  ["the scheduler beyond loopback by its flags", node(usual, started("kube-scheduler", [])), "open"],
  [
    "a scheduler with its port off",
    node(without("kube-scheduler"), started("kube-scheduler", ["--secure-port=0"])),
    "not_a_finding",
  ],
  [
    "etcd without TLS",
    node(usual, started("etcd", [...etcd.slice(1), "--listen-client-urls=http://10.0.0.7:2379"])),
    "open",
  ],
  ["etcd without URLs: plain by default", node(usual, started("etcd", [])), "open"],
  ["etcd's metrics beyond loopback", node(without("etcd", socket("etcd", 2381, "::"))), "open"],
  ["a port of etcd that nothing names", node([...usual, socket("etcd", 4001)]), "not_reviewed"],
  ["etcd elsewhere", node(without("etcd"), { "manifest.etcd": nothing, "process.etcd": nothing }), "not_a_finding"],
  ["etcd not seen", node(usual, { "process.etcd": denied }), "not_reviewed"],
  ["etcd that its manifest starts, not running", node(without("etcd"), { "process.etcd": nothing }), "not_reviewed"],
  [
    "sockets of an etcd that was not seen",
    node(usual, { "manifest.etcd": nothing, "process.etcd": nothing }),
    "not_reviewed",
  ],
  ["8080 of another program", node([...usual, unowned(8080, "nginx")]), "not_reviewed"],
  ["8080 of nobody that was seen", node([...usual, unowned(8080)]), "not_reviewed"],
  ["another port of another program", node([...usual, unowned(9100, "node_exporter")]), "not_a_finding"],
  ["no socket of the API server", node(without("kube-apiserver", unowned(6443, "kubelite"))), "not_reviewed"],
  ["sockets not seen", node(usual, { "host.listeners": denied }), "not_reviewed"],
  ["sockets not seen, but a flag", node(usual, { "host.listeners": denied, ...started("kube-scheduler", []) }), "open"],
  ["a scheduler that does not run", node(usual, { "process.kube-scheduler": nothing }), "not_reviewed"],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("needs no release where the sockets are seen", () => {
  const image = { image: "none" };
  const noReleases = { ...started("kube-scheduler", local, image), ...started("kube-apiserver", [], image) };
  expect(judgeNode(rule, facts(node(usual, noReleases))).literal.status).toBe("not_a_finding");
});

it("passes on a control plane as kubeadm makes it", async () => {
  const { literal } = judgeNode(rule, await recordedNode("cp1"));
  expect(literal.status, literal.reason).toBe("not_a_finding");
  expect(judgeNode(rule, await recordedNode("w1")).literal.status).toBe("not_applicable");
});

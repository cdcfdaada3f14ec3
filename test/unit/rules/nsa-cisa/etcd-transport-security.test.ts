import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/etcd-transport-security.ts";
import {
  controlPlane,
  denied,
  etcdHost,
  type FactsGiven,
  facts,
  here,
  layoutOf,
  nothing,
  worker,
} from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { hostFiles, started } from "../control-plane.ts";

const pki = "/etc/kubernetes/pki";
const ofEtcd: Readonly<Record<string, string>> = {
  "listen-client-urls": "https://127.0.0.1:2379,https://10.0.0.7:2379",
  "listen-peer-urls": "https://10.0.0.7:2380",
  "listen-metrics-urls": "http://127.0.0.1:2381",
  "cert-file": `${pki}/etcd/server.crt`,
  "key-file": `${pki}/etcd/server.key`,
  "trusted-ca-file": `${pki}/etcd/ca.crt`,
  "client-cert-auth": "true",
  "peer-cert-file": `${pki}/etcd/peer.crt`,
  "peer-key-file": `${pki}/etcd/peer.key`,
  "peer-trusted-ca-file": `${pki}/etcd/ca.crt`,
  "peer-client-cert-auth": "true",
};
const ofApiServer: Readonly<Record<string, string>> = {
  "etcd-servers": "https://127.0.0.1:2379",
  "etcd-cafile": `${pki}/etcd/ca.crt`,
  "etcd-certfile": `${pki}/client.crt`,
  "etcd-keyfile": `${pki}/client.key`,
};
type Changes = Readonly<Record<string, string | undefined>>;
const flagsOf = (usual: Readonly<Record<string, string>>, changes: Changes): readonly string[] =>
  Object.entries({ ...usual, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${value}`],
  );
const files = [...Object.values(ofEtcd), ...Object.values(ofApiServer)].filter((value) => value.startsWith("/"));

const node = (etcd: Changes = {}, apiServer: Changes = {}): FactsGiven => ({
  ...started("etcd", flagsOf(ofEtcd, etcd)),
  ...started("kube-apiserver", flagsOf(ofApiServer, apiServer)),
  ...hostFiles(Object.fromEntries(files.map((path) => [path, "file" as const]))),
});
const noEtcd: FactsGiven = { "manifest.etcd": nothing, "process.etcd": nothing };
const byKine = node({}, { "etcd-servers": "unix:///var/kine.sock", "etcd-cafile": undefined });

ruleCases(rule, [
  ["all of it", node(), "not_a_finding"],
  ["a CA alone asks for certificates", node({ "client-cert-auth": undefined }), "not_a_finding"],
  ["no metrics of their own", node({ "listen-metrics-urls": undefined }), "not_a_finding"],
  ["auto-tls beside a certificate of its own", node({ "auto-tls": "true" }), "not_a_finding"],
  ["http for clients", node({ "listen-client-urls": "https://10.0.0.7:2379,http://127.0.0.1:2379" }), "open"],
  ["http for peers", node({ "listen-peer-urls": "http://10.0.0.7:2380" }), "open"],
  ["no address for peers: http by default", node({ "listen-peer-urls": undefined }), "open"],
  ["metrics over http for all", node({ "listen-metrics-urls": "http://0.0.0.0:2381" }), "open"],
  ["metrics over https for all", node({ "listen-metrics-urls": "https://0.0.0.0:2381" }), "not_a_finding"],
  ...["cert-file", "key-file", "trusted-ca-file", "peer-cert-file", "peer-key-file", "peer-trusted-ca-file"].map(
    (name) => [`no --${name}`, node({ [name]: undefined }), "open"] as const,
  ),
  ["a file that is not there", { ...node(), ...hostFiles({ [`${pki}/etcd/peer.key`]: "missing" }) }, "open"],
  ["files that were not looked at", { ...node(), "stat.flag-files": denied }, "not_reviewed"],
  ["the API server by http", node({}, { "etcd-servers": "http://127.0.0.1:2379" }), "open"],
  ["the API server without a CA", node({}, { "etcd-cafile": undefined }), "open"],
  ["the API server without a certificate", node({}, { "etcd-certfile": undefined }), "open"],
  ["the API server not seen", { ...node(), "process.kube-apiserver": denied }, "not_reviewed"],
  ["etcd not seen", { ...node(), "process.etcd": denied }, "not_reviewed"],
  ["etcd in its manifest only", { ...node(), "process.etcd": nothing }, "not_reviewed"],
  [
    "etcd elsewhere, not audited",
    { ...node({}, { "etcd-servers": "https://10.0.0.9:2379" }), ...noEtcd },
    "not_reviewed",
  ],
  [
    "etcd elsewhere on a host of this audit",
    {
      ...node({}, { "etcd-servers": "https://10.0.0.9:2379" }),
      ...noEtcd,
      "cluster.etcd-hosts": here(["10.0.0.9"]),
    },
    "not_a_finding",
  ],
  [
    "a host of etcd alone",
    {
      ...node(),
      "node.role": here(etcdHost),
      "manifest.kube-apiserver": nothing,
      "process.kube-apiserver": nothing,
    },
    "not_a_finding",
  ],
  ["kine behind a socket", { ...byKine, ...noEtcd }, "not_applicable"],
  [
    "sqlite in the distribution's own program, whose API server is not seen",
    {
      "node.role": here(controlPlane),
      ...noEtcd,
      "manifest.kube-apiserver": nothing,
      "process.kube-apiserver": nothing,
      "node.layout": layoutOf("k3s"),
    },
    "not_reviewed",
  ],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("says what is missing, and not what is there", () => {
  const { literal } = judgeNode(rule, facts(node({ "peer-trusted-ca-file": undefined })));
  expect(literal.reason).toMatch(/peer-trusted-ca-file/);
  expect(literal.reason).not.toMatch(/listen-client-urls/);
});

it("passes on a control plane as kubeadm makes it, and is none of a worker's", async () => {
  const { literal } = judgeNode(rule, await recordedNode("cp1"));
  expect(literal.status, literal.reason).toBe("not_a_finding");
  expect(judgeNode(rule, await recordedNode("w1")).literal.status).toBe("not_applicable");
});

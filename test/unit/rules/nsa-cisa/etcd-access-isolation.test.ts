import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Certificate } from "../../../../src/evidence/certificates.ts";
import type { FileStat } from "../../../../src/evidence/files.ts";
import { rule } from "../../../../src/rules/nsa-cisa/etcd-access-isolation.ts";
import {
  denied,
  directory,
  etcdData,
  etcdHost,
  type FactsGiven,
  facts,
  file,
  here,
  nothing,
  ownedBy,
  processOf,
  walkOf,
  worker,
} from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { started } from "../control-plane.ts";

const pki = "/etc/kubernetes/pki";
const [clusterCa, etcdCa] = [`${pki}/ca.crt`, `${pki}/etcd/ca.crt`];
const ca = (subject: string, publicKey?: string): Certificate => ({
  subject,
  issuer: subject,
  notAfter: "2036-01-01T00:00:00.000Z",
  selfSigned: true,
  ...(publicKey === undefined ? {} : { publicKey }),
});
const holding = (files: Readonly<Record<string, readonly Certificate[]>>): FactsGiven => ({
  certificates: here(Object.fromEntries(Object.entries(files).map(([path, found]) => [path, here(found)]))),
});
const twoCas = holding({ [clusterCa]: [ca("CN=kubernetes", "a")], [etcdCa]: [ca("CN=etcd-ca", "b")] });

const root = "/var/lib/etcd";
const below: readonly FileStat[] = [
  directory(`${root}/member`, 0o700),
  directory(`${root}/member/snap`, 0o700),
  file(`${root}/member/snap/db`, 0o600),
  directory(`${root}/member/wal`, 0o700),
  file(`${root}/member/wal/0.wal`, 0o600),
];
const data = (start = directory(root, 0o700)): FactsGiven => ({
  "stat.etcd-data": etcdData(here(walkOf(start, ...below))),
});

const flags = ({ client = etcdCa, peer = etcdCa, urls = "https://127.0.0.1:2379" } = {}): readonly string[] => [
  `--data-dir=${root}`,
  `--listen-client-urls=${urls}`,
  `--trusted-ca-file=${client}`,
  `--peer-trusted-ca-file=${peer}`,
];
const node = (changes: Parameters<typeof flags>[0] = {}, more: FactsGiven = {}): FactsGiven => ({
  ...started("etcd", flags(changes)),
  ...started("kube-apiserver", [`--client-ca-file=${clusterCa}`, "--etcd-servers=https://127.0.0.1:2379"]),
  ...twoCas,
  ...data(),
  "host.listeners": here([]),
  ...more,
});

const ofBackup = directory(root, 0o700, ownedBy("backup", 34));
const runningAs = (uid: number): FactsGiven => ({
  "process.etcd": here([{ ...processOf(["etcd", ...flags()]), uid }]),
});

ruleCases(rule, [
  ["a CA of its own, closed, on loopback", node(), "not_a_finding"],
  ["clients from beyond the node", node({ urls: "https://127.0.0.1:2379,https://10.0.0.7:2379" }), "not_reviewed"],
  ["the cluster's CA for clients", node({ client: clusterCa }), "open"],
  ["the cluster's CA for peers", node({ peer: clusterCa }), "open"],
  [
    "a copy of the cluster's CA",
    node({}, holding({ [clusterCa]: [ca("CN=kubernetes", "a")], [etcdCa]: [ca("CN=kubernetes", "a")] })),
    "open",
  ],
  [
    "the cluster's CA among others",
    node(
      {},
      holding({
        [clusterCa]: [ca("CN=old", "c"), ca("CN=kubernetes", "a")],
        [etcdCa]: [ca("CN=etcd", "b"), ca("CN=x", "a")],
      }),
    ),
    "open",
  ],
  [
    "two CAs of one name",
    node({}, holding({ [clusterCa]: [ca("CN=ca", "a")], [etcdCa]: [ca("CN=ca", "b")] })),
    "not_a_finding",
  ],
  [
    "an older run, which knows names only",
    node({}, holding({ [clusterCa]: [ca("CN=kubernetes")], [etcdCa]: [ca("CN=etcd-ca")] })),
    "not_a_finding",
  ],
  [
    "an older run, with one name for both",
    node({}, holding({ [clusterCa]: [ca("CN=ca")], [etcdCa]: [ca("CN=ca")] })),
    "not_reviewed",
  ],
  [
    "a file without a certificate",
    node({}, holding({ [clusterCa]: [], [etcdCa]: [ca("CN=etcd-ca", "b")] })),
    "not_reviewed",
  ],
  ["certificates that were not read", node({}, { certificates: denied }), "not_reviewed"],
  ["no CA for clients", node({ client: "" }), "open"],
  [
    "an API server without client certificates",
    node({}, started("kube-apiserver", ["--etcd-servers=https://127.0.0.1:2379"])),
    "not_a_finding",
  ],
  ["the API server not seen", node({}, { "process.kube-apiserver": denied }), "not_reviewed"],
  ["data that others can enter", node({}, data(directory(root, 0o750))), "open"],
  ["data of another user", node({}, { ...data(ofBackup), ...runningAs(0) }), "open"],
  ["data of the user that etcd runs as", node({}, { ...data(ofBackup), ...runningAs(34) }), "not_a_finding"],
  ["data of a user, where etcd's own is not known", node({}, data(ofBackup)), "not_reviewed"],
  ["data of etcd's own user", node({}, data(directory(root, 0o700, ownedBy("etcd", 998)))), "not_a_finding"],
  ["data that was not seen", node({}, { "stat.etcd-data": denied }), "not_reviewed"],
  ["etcd not seen", node({}, { "process.etcd": denied }), "not_reviewed"],
  [
    "another member that nobody audited",
    node({}, started("etcd", [...flags(), "--initial-cluster=a=https://10.0.0.9:2380"])),
    "not_reviewed",
  ],
  [
    "a host of etcd alone, where the cluster's CA is not",
    node(
      {},
      {
        "node.role": here(etcdHost),
        "manifest.kube-apiserver": nothing,
        "process.kube-apiserver": nothing,
      },
    ),
    "not_reviewed",
  ],
  [
    "kine behind a socket",
    node(
      {},
      {
        ...started("kube-apiserver", ["--etcd-servers=unix:///var/kine.sock"]),
        "manifest.etcd": nothing,
        "process.etcd": nothing,
        "stat.etcd-data": nothing,
      },
    ),
    "not_applicable",
  ],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("shows who has certificates of etcd's CA", () => {
  const client = { ...ca("CN=apiserver-etcd-client"), issuer: "CN=etcd-ca", selfSigned: false };
  const known = holding({
    [clusterCa]: [ca("CN=kubernetes", "a")],
    [etcdCa]: [ca("CN=etcd-ca", "b")],
    [`${pki}/apiserver-etcd-client.crt`]: [client],
  });
  const { seen } = judgeNode(rule, facts(node({}, known))).literal;
  expect(seen.map(({ what }) => what)).toContain(`certificate in ${pki}/apiserver-etcd-client.crt`);
});

it("leaves the firewall of a control plane as kubeadm makes it to a person, and nothing else", async () => {
  const { literal } = judgeNode(rule, await recordedNode("cp1"));
  expect(literal.status).toBe("not_reviewed");
  expect(literal.reason).toMatch(/^etcd takes clients from beyond the node: [^.]*\.$/);
});

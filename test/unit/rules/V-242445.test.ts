import type { FileStat } from "../../../src/evidence/files.ts";
import { rule } from "../../../src/rules/stig/V-242445-etcd-data-owner.ts";
import {
  controlPlane,
  denied,
  directory,
  etcdData,
  etcdHost,
  type FactsGiven,
  file,
  here,
  link,
  manifestOf,
  noApiServer,
  nothing,
  ownedBy,
  processOf,
  running,
  truncated,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { ruleCasesWith } from "../../support/rule-cases.ts";

const root = "/var/lib/etcd";
const etcd = ownedBy("etcd", 117, "etcd", 121);
const bare = ownedBy("UNKNOWN", 2000);
const data = (more: Partial<FileStat>): readonly FileStat[] => [
  directory(`${root}/member`, 0o700, more),
  directory(`${root}/member/snap`, 0o700, more),
  file(`${root}/member/snap/db`, 0o600, more),
];
/** etcd runs here, as the user given, over data of the owner given. */
const node = (uid: number | undefined, start: Partial<FileStat>, entries: readonly FileStat[]): FactsGiven => ({
  ...running("etcd", [`--data-dir=${root}`]),
  "process.etcd": here([{ ...processOf(["etcd", `--data-dir=${root}`]), ...(uid === undefined ? {} : { uid }) }]),
  "stat.etcd-data": etcdData(here(walkOf(directory(root, 0o700, start), ...entries))),
});
const elsewhere = (...servers: readonly string[]): FactsGiven => ({
  ...running(
    "kube-apiserver",
    servers.map((server) => `--etcd-servers=${server}`),
  ),
  "manifest.etcd": nothing,
  "process.etcd": nothing,
  "stat.etcd-data": nothing,
});

const ofGroup = ownedBy("alice", 1000, "etcd", 121);
const rootCalledEtcd = ownedBy("etcd", 0, "etcd", 0);

ruleCasesWith(noApiServer, rule, [
  ["root's, where passwd calls user 0 etcd", node(1000, rootCalledEtcd, data(rootCalledEtcd)), "open"],
  ["another user's of etcd's group", node(117, ofGroup, data(ofGroup)), "open"],
  [
    "the same, where it is not known as whom etcd runs",
    node(undefined, ofGroup, data(ofGroup)),
    "open",
    "not_reviewed",
  ],
  [
    "root's link deep below to a file of etcd's",
    node(117, etcd, [...data(etcd), link(`${root}/member/snap/x`, file("/srv/x", 0o600, etcd))]),
    "not_a_finding",
    "open",
  ],
  [
    "root's link deep below to a file of a user without a name",
    node(undefined, etcd, [...data(etcd), link(`${root}/member/snap/x`, file("/srv/x", 0o600, bare))]),
    "not_a_finding",
    "open",
  ],
  [
    "no directory among what was walked",
    { ...node(117, etcd, data(etcd)), "stat.etcd-data": here([]) },
    "not_reviewed",
  ],
  [
    "an API server whose flags, and so whose etcds, are in a file",
    {
      ...node(117, etcd, data(etcd)),
      "manifest.kube-apiserver": here([manifestOf(["kube-apiserver", "--openshift-config=/c.yaml"])]),
    },
    "not_reviewed",
  ],
  [
    "kine, but for what a file of flags says",
    {
      ...elsewhere("unix:///var/kine.sock:12379"),
      "process.kube-apiserver": here([
        processOf(["kube-apiserver", "--etcd-servers=unix:///var/kine.sock:12379", "--openshift-config=/c.yaml"]),
      ]),
    },
    "not_reviewed",
  ],
  ["another user of the same group", node(117, etcd, data(ownedBy("root", 0, "etcd", 121))), "open"],
  ["etcd's, run by etcd", node(117, etcd, data(etcd)), "not_a_finding"],
  ["on a host of etcd alone", { ...node(117, etcd, data(etcd)), "node.role": here(etcdHost) }, "not_a_finding"],
  ["kubeadm's default: root's, run by root", node(0, {}, data({})), "open"],
  ["chown to etcd, still run by root", node(0, etcd, data(etcd)), "not_a_finding", "open"],
  ["another group", node(117, etcd, data(ownedBy("etcd", 117, "root", 0))), "open"],
  ["a user id without a name, which etcd runs as", node(2000, bare, data(bare)), "open", "not_a_finding"],
  [
    "kubeadm's rootless user",
    node(2001, ownedBy("kubeadm-etcd", 2001), data(ownedBy("kubeadm-etcd", 2001))),
    "open",
    "not_a_finding",
  ],
  ["a user id without a name, which etcd does not run as", node(2000, bare, data(ownedBy("UNKNOWN", 3000))), "open"],
  [
    "root's file deep below",
    node(117, etcd, [...data(etcd), file(`${root}/member/snap/x`, 0o600)]),
    "not_a_finding",
    "open",
  ],
  [
    "a hidden entry of root's",
    node(117, etcd, [...data(etcd), file(`${root}/.touch`, 0o600)]),
    "not_a_finding",
    "open",
  ],
  ["the directory itself root's", node(117, {}, data(etcd)), "not_a_finding", "open"],
  ["lost+found of root's", node(117, etcd, [...data(etcd), directory(`${root}/lost+found`, 0o700)]), "open"],
  [
    "a link of etcd's to root's file",
    node(117, etcd, [...data(etcd), link(`${root}/a`, file("/srv/a", 0o600), etcd)]),
    "open",
  ],
  [
    "a link to a directory, unseen behind it",
    node(117, etcd, [...data(etcd), link(`${root}/old`, directory("/srv/old", 0o700, etcd), etcd)]),
    "not_reviewed",
  ],
  ["user of the process not known", node(undefined, etcd, data(etcd)), "not_a_finding", "not_reviewed"],
  ["user of the process not known, files of root's", node(undefined, {}, data({})), "open"],
  ["user of the process not known, files of a bare id", node(undefined, bare, data(bare)), "open", "not_reviewed"],
  ["process unreadable", { ...node(117, etcd, data(etcd)), "process.etcd": denied }, "not_a_finding", "not_reviewed"],
  [
    "neither manifest nor process readable",
    { ...node(117, etcd, data(etcd)), "manifest.etcd": denied, "process.etcd": denied },
    "not_reviewed",
  ],
  [
    "neither readable, but the data is root's",
    { ...node(0, {}, data({})), "manifest.etcd": denied, "process.etcd": denied },
    "open",
  ],
  ["started by systemd, no manifest", { ...node(117, etcd, data(etcd)), "manifest.etcd": nothing }, "not_a_finding"],
  [
    "in a manifest, not running",
    { ...node(117, etcd, data(etcd)), "process.etcd": nothing },
    "not_a_finding",
    "not_reviewed",
  ],
  ["data directory empty", node(117, etcd, []), "not_reviewed"],
  ["data directory missing", { ...node(117, etcd, []), "stat.etcd-data": etcdData(nothing) }, "not_reviewed"],
  ["data directory cut off", { ...node(117, etcd, []), "stat.etcd-data": etcdData(truncated) }, "not_reviewed"],
  ["data directory not looked for", { ...node(117, etcd, []), "stat.etcd-data": denied }, "not_reviewed"],
  [
    "two etcd, the data of one root's",
    {
      ...node(117, etcd, data(etcd)),
      "stat.etcd-data": here(
        [etcd, {}].map((owner, index) => {
          const start = directory(`/srv/etcd-${index}`, 0o700, owner);
          return { holds: "data", walk: here(walkOf(start, directory(`/srv/etcd-${index}/member`, 0o700, owner))) };
        }),
      ),
    },
    "open",
  ],
  [
    "two etcd, the data of one not seen",
    {
      ...node(117, etcd, data(etcd)),
      "stat.etcd-data": here([
        { holds: "data", walk: here(walkOf(directory(root, 0o700, etcd), ...data(etcd))) },
        { holds: "data", walk: denied },
      ]),
    },
    "not_reviewed",
  ],
  [
    "a write-ahead log of root's elsewhere",
    {
      ...node(117, etcd, data(etcd)),
      "stat.etcd-data": here([
        { holds: "data", walk: here(walkOf(directory(root, 0o700, etcd), ...data(etcd))) },
        { holds: "log", walk: here(walkOf(directory("/ssd/wal", 0o700), file("/ssd/wal/0.wal", 0o600))) },
      ]),
    },
    "not_a_finding",
    "open",
  ],
  ["etcd on other hosts", elsewhere("https://10.0.0.7:2379"), "not_reviewed"],
  [
    "etcd on other hosts of this audit",
    { ...elsewhere("https://10.0.0.7:2379"), "cluster.etcd-hosts": here(["10.0.0.7"]) },
    "not_applicable",
  ],
  [
    "a member that nobody audited",
    {
      ...node(117, etcd, data(etcd)),
      "manifest.etcd": here([
        manifestOf(["etcd", "--initial-cluster=a=https://10.0.0.7:2380,b=https://10.0.0.8:2380"]),
      ]),
      "cluster.etcd-hosts": here(["10.0.0.7"]),
    },
    "not_reviewed",
  ],
  ["no etcd but kine", elsewhere("unix:///run/kine.sock"), "not_applicable"],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
  [
    "no etcd, no API server",
    {
      "node.role": here(controlPlane),
      "manifest.etcd": nothing,
      "process.etcd": nothing,
      "manifest.kube-apiserver": nothing,
    },
    "not_reviewed",
  ],
  [
    "two processes, one of them root's",
    {
      ...node(117, etcd, data(etcd)),
      "process.etcd": here([
        { ...processOf(["etcd"]), uid: 117 },
        { ...processOf(["etcd"]), uid: 0 },
      ]),
      "manifest.etcd": here([manifestOf(["etcd"])]),
    },
    "not_a_finding",
    "open",
  ],
]);

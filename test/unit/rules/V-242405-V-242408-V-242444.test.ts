import type { FileStat } from "../../../src/evidence/files.ts";
import { rule as V242405 } from "../../../src/rules/stig/V-242405-manifests-owner.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242444 } from "../../../src/rules/stig/V-242444-component-manifests-owner.ts";
import {
  controlPlane,
  denied,
  directory,
  file,
  here,
  kubelet,
  layoutOf,
  link,
  nothing,
  ownedBy,
  processOf,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCasesWith } from "../../support/rule-cases.ts";

const usual = kubelet([], { staticPodPath: "/etc/kubernetes/manifests" });
const root = "/etc/kubernetes/manifests";
const api = file(`${root}/kube-apiserver.yaml`, 0o600);
const alice = ownedBy("alice", 1000);
const start = directory(root, 0o700);

const on = (role: typeof controlPlane, ...entries: readonly FileStat[]) => ({
  "node.role": here(role),
  "stat.manifests": here([walkOf(start, ...entries)]),
});
const cp = (...entries: readonly FileStat[]) => on(controlPlane, ...entries);
const startedAt = (entry: FileStat, ...entries: readonly FileStat[]) => ({
  "node.role": here(controlPlane),
  "stat.manifests": here([walkOf(entry, ...entries)]),
});
const role = (given: typeof controlPlane) => ({ "node.role": here(given) });

/** Nothing, or not all, is known of the directory that the kubelet takes static pods from. */
const elsewhere: readonly RuleCase[] = [
  [
    "a configuration of the kubelet that was not found",
    {
      ...cp(api),
      "process.kubelet": here([processOf(["kubelet", "--config=/etc/kubelet.yaml"])]),
      "kubelet.config": nothing,
    },
    "not_reviewed",
  ],
  ["the node's kind not known, and no manifest", { ...on(worker), "node.role": nothing }, "not_reviewed"],
  ["the kubelet unseen", { ...cp(api), "process.kubelet": denied }, "not_reviewed"],
  ["the kubelet's configuration unseen", { ...cp(api), "kubelet.config": denied }, "not_reviewed"],
  [
    "no kubelet, and the distribution unseen: another program may hold it",
    { ...cp(api), "process.kubelet": nothing, "node.layout": denied },
    "not_reviewed",
  ],
  ["no kubelet of kubeadm", { ...cp(api), "process.kubelet": nothing }, "not_a_finding"],
  ["the kubelet seen, the distribution unseen", { ...cp(api), "node.layout": denied }, "not_a_finding"],
  [
    "a kubelet within K3s, whose own directory was looked at",
    { ...cp(api), "process.kubelet": denied, "kubelet.config": denied, "node.layout": layoutOf("k3s") },
    "not_a_finding",
  ],
];

ruleCasesWith(usual, V242405, [
  [
    "only a manifest two directories below",
    cp(directory(`${root}/old`), directory(`${root}/old/x`), file(`${root}/old/x/a.yaml`, 0o600)),
    "not_reviewed",
    "not_a_finding",
  ],
  ...elsewhere,
  ["the kubelet unseen, another user's", { ...cp({ ...api, ...alice }), "process.kubelet": denied }, "open"],
  ["a worker's empty directory, the distribution unseen", { ...on(worker), "node.layout": denied }, "not_reviewed"],
  ["root's", cp(api), "not_a_finding"],
  ["another user's", cp(api, file(`${root}/etcd.yaml`, 0o600, alice)), "open"],
  ["root's with another group", cp({ ...api, ...ownedBy("root", 0, "docker", 999) }), "open"],
  ["a name that merely holds root:root", cp({ ...api, ...ownedBy("notroot", 1000, "rootx", 1000) }), "open"],
  ["another name for uid 0", cp({ ...api, ...ownedBy("toor", 0, "wheel", 0) }), "not_a_finding"],
  ["another user's directory below", cp(api, directory(`${root}/old`, 0o755, alice)), "open"],
  [
    "another user's file in a subdirectory",
    cp(api, directory(`${root}/old`), file(`${root}/old/a.yaml`, 0o600, alice)),
    "open",
  ],
  [
    "another user's file two directories deep",
    cp(api, file(`${root}/a/b/c.yaml`, 0o600, alice)),
    "not_a_finding",
    "open",
  ],
  ["another user's hidden file", cp(api, file(`${root}/.swp`, 0o600, alice)), "not_a_finding", "open"],
  [
    "another user's file in a hidden directory",
    cp(api, file(`${root}/.git/config`, 0o600, alice)),
    "not_a_finding",
    "open",
  ],
  ["another user's link", cp(link(`${root}/a.yaml`, file("/srv/a.yaml", 0o600), alice)), "open"],
  ["a link to another user's file", cp(link(`${root}/a.yaml`, file("/srv/a.yaml", 0o600, alice))), "open"],
  ["another user's directory of manifests", startedAt(directory(root, 0o700, alice), api), "not_a_finding", "open"],
  ["staticPodPath names a file", startedAt(file("/etc/pod.yaml", 0o600)), "not_a_finding"],
  ["staticPodPath names another user's file", startedAt(file("/etc/pod.yaml", 0o600, alice)), "open"],
  [
    "a second static pod directory",
    {
      ...role(controlPlane),
      "stat.manifests": here([
        walkOf(start, api),
        walkOf(directory("/srv/pods"), file("/srv/pods/a.yaml", 0o600, alice)),
      ]),
    },
    "open",
  ],
  ["a control plane without manifests", cp(), "not_reviewed"],
  ["a control plane with a directory in their place", cp(directory(`${root}/old`)), "not_reviewed"],
  ["another user's directory in their place", cp(directory(`${root}/old`, 0o755, alice)), "open"],
  ["a control plane without the directory", { ...role(controlPlane), "stat.manifests": nothing }, "not_reviewed"],
  ["the directory unreadable", { ...role(controlPlane), "stat.manifests": denied }, "not_reviewed"],
  ["a worker's empty directory, beyond the text", on(worker), "not_applicable"],
  ["a worker's own static pod, beyond the text", on(worker, file(`${root}/a.yaml`, 0o600, alice)), "open"],
  [
    "a worker's empty directory of another user",
    { ...role(worker), "stat.manifests": here([walkOf(directory(root, 0o755, alice))]) },
    "not_applicable",
    "open",
  ],
]);

ruleCasesWith(usual, V242444, [
  [
    "only a manifest in a directory below",
    cp(directory(`${root}/old`), file(`${root}/old/a.yaml`, 0o600)),
    "not_reviewed",
  ],
  ...elsewhere,
  ["a worker's empty directory, the kubelet unseen", { ...on(worker), "process.kubelet": denied }, "not_reviewed"],
  ["a worker's empty directory of EKS", { ...on(worker), "node.layout": layoutOf("eks") }, "not_reviewed"],
  ["root's", cp(api), "not_a_finding"],
  ["another user's", cp({ ...api, ...alice }), "open"],
  ["a name that merely holds root:root", cp({ ...api, ...ownedBy("notroot", 1000, "rootx", 1000) }), "open"],
  ["another user's directory below", cp(api, directory(`${root}/old`, 0o755, alice)), "open"],
  [
    "another user's file in a subdirectory",
    cp(api, directory(`${root}/old`), file(`${root}/old/a.yaml`, 0o600, alice)),
    "not_a_finding",
  ],
  ["another user's hidden file", cp(api, file(`${root}/.swp`, 0o600, alice)), "not_a_finding"],
  ["another user's directory of manifests", startedAt(directory(root, 0o700, alice), api), "not_a_finding", "open"],
  ["a link to another user's file", cp(link(`${root}/a.yaml`, file("/srv/a.yaml", 0o600, alice))), "open"],
  ["a worker's own static pod", on(worker, file(`${root}/a.yaml`, 0o600)), "not_a_finding"],
  ["a worker's empty directory", on(worker), "not_applicable"],
  ["a worker without the directory", { ...role(worker), "stat.manifests": nothing }, "not_applicable"],
  ["a control plane without manifests", cp(), "not_reviewed"],
  [
    "role unknown, another user's file",
    { "node.role": denied, "stat.manifests": here([walkOf(start, { ...api, ...alice })]) },
    "open",
  ],
  ["role unknown, empty directory", { "node.role": denied, "stat.manifests": here([walkOf(start)]) }, "not_reviewed"],
  ["the directory unreadable", { ...role(worker), "stat.manifests": denied }, "not_reviewed"],
]);

const withMode = (mode: number) => cp(api, file(`${root}/etcd.yaml`, mode));

ruleCasesWith(usual, V242408, [
  ["0645", cp({ ...api, mode: 0o645 }), "open"],
  ["a hidden manifest 0645", cp(api, file(`${root}/.x.yaml`, 0o645)), "not_a_finding", "open"],
  [
    "only a manifest two directories below",
    cp(directory(`${root}/old`), directory(`${root}/old/x`), file(`${root}/old/x/a.yaml`, 0o600)),
    "not_reviewed",
    "not_a_finding",
  ],
  ...elsewhere,
  ["kubeadm's 0600", withMode(0o600), "not_a_finding"],
  ["0644", withMode(0o644), "not_a_finding"],
  ["0400", withMode(0o400), "not_a_finding"],
  ["0000", withMode(0o000), "not_a_finding"],
  ["0633, a smaller number that lets the group write", withMode(0o633), "open"],
  ["0744", withMode(0o744), "open"],
  ["0664", withMode(0o664), "open"],
  ["0646", withMode(0o646), "open"],
  ["setuid", withMode(0o4644), "open"],
  ["sticky", withMode(0o1644), "open"],
  ["a link's own mode means nothing", cp(link(`${root}/a.yaml`, file("/srv/a.yaml", 0o644))), "not_a_finding"],
  ["a link to a file with more bits", cp(link(`${root}/a.yaml`, file("/srv/a.yaml", 0o666))), "open"],
  [
    "a file with more bits in a subdirectory",
    cp(api, directory(`${root}/old`), file(`${root}/old/a.yaml`, 0o666)),
    "open",
  ],
  ["a hidden file with more bits", cp(api, file(`${root}/.swp`, 0o666)), "not_a_finding", "open"],
  [
    "directories are not compared",
    startedAt(directory(root, 0o777), api, directory(`${root}/old`, 0o777)),
    "not_a_finding",
  ],
  ["only a dangling link", cp(link(`${root}/a.yaml`, "dangling")), "not_reviewed"],
  ["a worker's static pod", on(worker, file(`${root}/a.yaml`, 0o666)), "open"],
  ["a worker's empty directory", on(worker), "not_applicable"],
  ["a worker without the directory", { ...role(worker), "stat.manifests": nothing }, "not_applicable"],
  ["a control plane without manifests", cp(), "not_reviewed"],
  ["the directory unreadable", { ...role(worker), "stat.manifests": denied }, "not_reviewed"],
]);

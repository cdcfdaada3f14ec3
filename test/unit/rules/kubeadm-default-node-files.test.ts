import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { FileStat } from "../../../src/evidence/files.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import {
  controlPlane,
  directory,
  etcdData,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  manifestOf,
  noComponents,
  nothing,
  processOf,
  walkOf,
} from "../../support/facts.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { byText, everyNode, kubeconfigs, kubeletConfig, kubeletFlags, pki, rules } from "./kubeadm-node.ts";

const etcdArgv = [
  "etcd",
  "--data-dir=/var/lib/etcd",
  "--listen-client-urls=https://127.0.0.1:2379,https://10.77.0.10:2379",
];
const apiServerArgv = ["kube-apiserver", "--etcd-servers=https://127.0.0.1:2379"];

const below = (root: string, mode: number, names: readonly string[]): readonly FileStat[] =>
  names.map((name) => file(`${root}/${name}`, mode));
const certificates = [
  ...["apiserver-etcd-client", "apiserver-kubelet-client", "apiserver", "ca", "front-proxy-ca", "front-proxy-client"],
  ...["etcd/ca", "etcd/healthcheck-client", "etcd/peer", "etcd/server"],
];
const manifests = ["etcd.yaml", "kube-apiserver.yaml", "kube-controller-manager.yaml", "kube-scheduler.yaml"];

const controlPlaneNode: FactsGiven = {
  ...noComponents,
  ...kubelet([...kubeletFlags, "--hostname-override=cp1"], kubeletConfig, controlPlane),
  ...everyNode,
  // The lab's kubelet runs without systemd, so that it has no unit and no drop-in of kubeadm.
  "kubelet.unit": nothing,
  "stat.kubeadm-dropin": nothing,
  "stat.manifests": here([
    walkOf(directory("/etc/kubernetes/manifests", 0o700), ...below("/etc/kubernetes/manifests", 0o600, manifests)),
  ]),
  "stat.pki": here({
    parent: directory("/etc/kubernetes"),
    walk: walkOf(
      directory(pki),
      directory(`${pki}/etcd`),
      ...below(
        pki,
        0o644,
        certificates.map((name) => `${name}.crt`),
      ),
      ...below(pki, 0o600, [...certificates.map((name) => `${name}.key`), "sa.key", "sa.pub"]),
    ),
  }),
  "keys.pki": here([...certificates, "sa"].map((name) => `${pki}/${name}.key`)),
  "stat.cp-kubeconfigs": here(kubeconfigs.map((name) => byText(`/etc/kubernetes/${name}`, 0o600))),
  "manifest.kube-apiserver": here([manifestOf(apiServerArgv)]),
  "manifest.etcd": here([manifestOf(etcdArgv)]),
  "process.etcd": here([{ ...processOf(etcdArgv), uid: 0 }]),
  "stat.etcd-data": etcdData(
    here(
      walkOf(
        directory("/var/lib/etcd", 0o700),
        ...["member", "member/snap", "member/wal"].map((name) => directory(`/var/lib/etcd/${name}`, 0o700)),
        ...below("/var/lib/etcd/member", 0o600, ["snap/db", "wal/0.tmp", "wal/0000000000000000-0000000000000000.wal"]),
      ),
    ),
  ),
};

const designFile = "../shared/design/rules.yaml";
const hasDesign = requireFile("kubeadm's control-plane node against rules.yaml", designFile);
type Expected = {
  readonly id: string;
  readonly kubeadm_1_36: { readonly literal: Status | null; readonly effective: Status | null };
};

const noStatus = { literal: null, effective: null };

const readExpected = (): readonly Expected[] =>
  hasDesign ? (parse(readFileSync(designFile, "utf8")) as { rules: readonly Expected[] }).rules : [];

describe.runIf(hasDesign)("kubeadm's default control-plane node, as rules.yaml expects", () => {
  const expected = readExpected();
  const wanted = rules.flatMap((rule) => {
    const statuses = expected.find(({ id }) => id === rule.id)?.kubeadm_1_36 ?? noStatus;
    return statuses.literal === null ? [] : [{ id: rule.id, rule, statuses }];
  });

  it("names every rule", () => {
    expect(expected.map(({ id }) => id)).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
    // V-242454 and V-242455: the lab node has no systemd.
    expect(wanted).toHaveLength(rules.length - 2);
  });

  it.each(wanted)("$id", ({ rule, statuses }) => {
    const judged = judgeNode(rule, facts(controlPlaneNode));
    // A finding beyond the text does not count literally: with no node that the text names, the rule does not apply.
    const literal = judged.beyondText ? "not_applicable" : judged.literal.status;
    expect({ literal, effective: judged.effective.status }, judged.literal.reason).toEqual({
      literal: statuses.literal,
      effective: statuses.effective,
    });
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeNode } from "../../../src/assess/judge.ts";
import { type FileStat, namedByText } from "../../../src/evidence/files.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import { rule as V242387 } from "../../../src/rules/stig/V-242387-kubelet-read-only-port.ts";
import { rule as V242391 } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as V242392 } from "../../../src/rules/stig/V-242392-kubelet-authorization-mode.ts";
import { rule as V242393 } from "../../../src/rules/stig/V-242393-worker-ssh-service-running.ts";
import { rule as V242394 } from "../../../src/rules/stig/V-242394-worker-ssh-service-enabled.ts";
import { rule as V242397 } from "../../../src/rules/stig/V-242397-kubelet-static-pod-path.ts";
import { rule as V242404 } from "../../../src/rules/stig/V-242404-kubelet-hostname-override.ts";
import { rule as V242405 } from "../../../src/rules/stig/V-242405-manifests-owner.ts";
import { rule as V242406 } from "../../../src/rules/stig/V-242406-kubelet-config-files-owner.ts";
import { rule as V242407 } from "../../../src/rules/stig/V-242407-kubelet-config-files-mode.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242420 } from "../../../src/rules/stig/V-242420-kubelet-client-ca-file.ts";
import { rule as V242424 } from "../../../src/rules/stig/V-242424-kubelet-tls-private-key-file.ts";
import { rule as V242425 } from "../../../src/rules/stig/V-242425-kubelet-tls-cert-file.ts";
import { rule as V242434 } from "../../../src/rules/stig/V-242434-kubelet-protect-kernel-defaults.ts";
import { rule as V242444 } from "../../../src/rules/stig/V-242444-component-manifests-owner.ts";
import { rule as V242445 } from "../../../src/rules/stig/V-242445-etcd-data-owner.ts";
import { rule as V242446 } from "../../../src/rules/stig/V-242446-control-plane-kubeconfigs-owner.ts";
import { rule as V242449 } from "../../../src/rules/stig/V-242449-kubelet-client-ca-mode.ts";
import { rule as V242450 } from "../../../src/rules/stig/V-242450-kubelet-client-ca-owner.ts";
import { rule as V242451 } from "../../../src/rules/stig/V-242451-pki-owner.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242453 } from "../../../src/rules/stig/V-242453-kubelet-kubeconfig-owner.ts";
import { rule as V242454 } from "../../../src/rules/stig/V-242454-kubeadm-drop-in-owner.ts";
import { rule as V242455 } from "../../../src/rules/stig/V-242455-kubeadm-drop-in-mode.ts";
import { rule as V242456 } from "../../../src/rules/stig/V-242456-kubelet-config-mode.ts";
import { rule as V242457 } from "../../../src/rules/stig/V-242457-kubelet-config-owner.ts";
import { rule as V242459 } from "../../../src/rules/stig/V-242459-etcd-data-mode.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import { rule as V242467 } from "../../../src/rules/stig/V-242467-pki-keys-mode.ts";
import { rule as V245541 } from "../../../src/rules/stig/V-245541-kubelet-streaming-timeout.ts";
import {
  controlPlane,
  directory,
  etcdData,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  kubeletUnit,
  manifestOf,
  named,
  noComponents,
  nothing,
  processOf,
  sshAttempt,
  sshDaemon,
  sshUnits,
  unit,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { requireFile } from "../../support/lab-requirements.ts";

const rules = [
  V242387,
  V242391,
  V242392,
  V242393,
  V242394,
  V242397,
  V242404,
  V242405,
  V242406,
  V242407,
  V242408,
  V242420,
  V242424,
  V242425,
  V242434,
  V242444,
  V242445,
  V242446,
  V242449,
  V242450,
  V242451,
  V242452,
  V242453,
  V242454,
  V242455,
  V242456,
  V242457,
  V242459,
  V242460,
  V242466,
  V242467,
  V245541,
];

// What kubeadm 1.36.2 leaves on its nodes, as recorded in ../shared/fixtures/kubeadm-1.36/pods: modes, owners (root's
// throughout), config.yaml and the command lines of the kubelet and of etcd.
const kubeletConfig = {
  "authentication.anonymous.enabled": false,
  "authentication.webhook.cacheTTL": "0s",
  "authentication.webhook.enabled": true,
  "authentication.x509.clientCAFile": "/etc/kubernetes/pki/ca.crt",
  "authorization.mode": "Webhook",
  "authorization.webhook.cacheAuthorizedTTL": "0s",
  rotateCertificates: true,
  staticPodPath: "/etc/kubernetes/manifests",
  streamingConnectionIdleTimeout: "0s",
};
const kubeletFlags = [
  "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
  "--kubeconfig=/etc/kubernetes/kubelet.conf",
  "--config=/var/lib/kubelet/config.yaml",
];
const etcdArgv = [
  "etcd",
  "--data-dir=/var/lib/etcd",
  "--listen-client-urls=https://127.0.0.1:2379,https://10.77.0.10:2379",
];
const apiServerArgv = ["kube-apiserver", "--etcd-servers=https://127.0.0.1:2379"];

const below = (root: string, mode: number, names: readonly string[]): readonly FileStat[] =>
  names.map((name) => file(`${root}/${name}`, mode));
const pki = "/etc/kubernetes/pki";
const certificates = [
  ...["apiserver-etcd-client", "apiserver-kubelet-client", "apiserver", "ca", "front-proxy-ca", "front-proxy-client"],
  ...["etcd/ca", "etcd/healthcheck-client", "etcd/peer", "etcd/server"],
];
const manifests = ["etcd.yaml", "kube-apiserver.yaml", "kube-controller-manager.yaml", "kube-scheduler.yaml"];
const kubeconfigs = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"];
const dropIn = "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf";
const byText = (path: string, mode: number | undefined) =>
  named(path, namedByText, mode === undefined ? nothing : here(file(path, mode)));

/** What every node of kubeadm's has. */
const everyNode: FactsGiven = {
  "stat.kubelet-config": here([
    byText("/var/lib/kubelet/config.yaml", 0o644),
    named("/var/lib/kubelet/config.yaml", "--config of the kubelet", here(file("/var/lib/kubelet/config.yaml", 0o644))),
  ]),
  "stat.kubelet-kubeconfig": here([
    byText("/etc/kubernetes/kubelet.conf", 0o600),
    named(
      "/etc/kubernetes/kubelet.conf",
      "--kubeconfig of the kubelet",
      here(file("/etc/kubernetes/kubelet.conf", 0o600)),
    ),
  ]),
  "stat.kubelet-client-ca": here(
    named(`${pki}/ca.crt`, "authentication.x509.clientCAFile", here(file(`${pki}/ca.crt`, 0o644))),
  ),
  "stat.kubeadm-dropin": here([named(dropIn, "DropInPaths of the kubelet's unit", here(file(dropIn, 0o644)))]),
  "stat.flag-files": here({ "/var/lib/kubelet/pki/kubelet-server-current.pem": nothing }),
  "node.kubeadm": here(["/var/lib/kubelet/kubeadm-flags.env"]),
};

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

const workerNode: FactsGiven = {
  ...noComponents,
  ...kubelet(kubeletFlags, kubeletConfig, worker),
  ...everyNode,
  ...kubeletUnit(
    ["/usr/lib/systemd/system/kubelet.service", "[Service]\nExecStart=/usr/bin/kubelet\n"],
    [
      dropIn,
      "[Service]\n" +
        'Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"\n' +
        'Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\n' +
        "ExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS\n",
    ],
    ["/var/lib/kubelet/kubeadm-flags.env", 'KUBELET_KUBEADM_ARGS=""\n'],
  ),
  "stat.manifests": here([walkOf(directory("/etc/kubernetes/manifests"))]),
  "stat.pki": here({
    parent: directory("/etc/kubernetes"),
    walk: walkOf(directory(pki), file(`${pki}/ca.crt`, 0o644)),
  }),
  "stat.cp-kubeconfigs": here(kubeconfigs.map((name) => byText(`/etc/kubernetes/${name}`, undefined))),
  "manifest.kube-apiserver": nothing,
  "manifest.etcd": nothing,
  "process.etcd": nothing,
  "stat.etcd-data": nothing,
  "ssh.transport": sshAttempt("connected", { stage: "ready", banner: "SSH-2.0-OpenSSH_9.2p1 Debian-2" }),
  "host.sshd": here({ units: sshUnits(unit("ssh.service", "active", "enabled")), processes: [sshDaemon()] }),
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

describe("kubeadm's default worker", () => {
  const expected: Readonly<Record<string, readonly [literal: Status, effective: Status]>> = {
    "V-242387": ["not_a_finding", "not_a_finding"],
    "V-242391": ["not_a_finding", "not_a_finding"],
    "V-242392": ["open", "not_a_finding"],
    "V-242393": ["open", "open"],
    "V-242394": ["open", "open"],
    "V-242397": ["open", "open"],
    "V-242404": ["not_a_finding", "not_a_finding"],
    "V-242405": ["not_applicable", "not_applicable"],
    "V-242406": ["not_a_finding", "not_a_finding"],
    "V-242407": ["not_a_finding", "not_a_finding"],
    "V-242408": ["not_applicable", "not_applicable"],
    "V-242420": ["not_a_finding", "not_a_finding"],
    "V-242424": ["open", "open"],
    "V-242425": ["open", "open"],
    "V-242434": ["open", "open"],
    "V-242444": ["not_applicable", "not_applicable"],
    "V-242445": ["not_applicable", "not_applicable"],
    "V-242446": ["not_applicable", "not_applicable"],
    "V-242449": ["not_a_finding", "not_a_finding"],
    "V-242450": ["not_a_finding", "not_a_finding"],
    "V-242451": ["not_a_finding", "not_a_finding"],
    "V-242452": ["not_a_finding", "not_a_finding"],
    "V-242453": ["not_a_finding", "not_a_finding"],
    "V-242454": ["not_a_finding", "not_a_finding"],
    "V-242455": ["not_a_finding", "not_a_finding"],
    "V-242456": ["not_a_finding", "not_a_finding"],
    "V-242457": ["not_a_finding", "not_a_finding"],
    "V-242459": ["not_applicable", "not_applicable"],
    "V-242460": ["not_applicable", "not_applicable"],
    "V-242466": ["not_a_finding", "not_a_finding"],
    "V-242467": ["not_applicable", "not_applicable"],
    "V-245541": ["open", "not_a_finding"],
  };

  it.each(rules)("$id", (rule) => {
    const judged = judgeNode(rule, facts(workerNode));
    expect([judged.literal.status, judged.effective.status], judged.literal.reason).toEqual(expected[rule.id]);
  });
});

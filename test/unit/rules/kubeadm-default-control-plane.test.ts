import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { FileStat } from "../../../src/evidence/files.ts";
import type { Mount } from "../../../src/evidence/processes.ts";
import { rules } from "../../../src/rules/index.ts";
import {
  apiNode,
  certificates,
  controlPlane,
  directory,
  etcdData,
  facts,
  file,
  here,
  kubelet,
  namespaces,
  nothing,
  processOf,
  walkOf,
} from "../../support/facts.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { type Component, containerOf } from "./control-plane.ts";
import { byText, everyNode, kubeconfigs, kubeletConfig, kubeletFlags, pki } from "./kubeadm-node.ts";

// What kubeadm 1.36.2 starts, as recorded in ../shared/fixtures/kubeadm-1.36/pods/proc-cmdline.txt; the manifests there
// have the same flags.
const flags: Readonly<Record<Component, readonly string[]>> = {
  "kube-apiserver": [
    "--advertise-address=10.77.0.10",
    "--allow-privileged=true",
    "--authorization-mode=Node,RBAC",
    "--client-ca-file=/etc/kubernetes/pki/ca.crt",
    "--enable-admission-plugins=NodeRestriction",
    "--enable-bootstrap-token-auth=true",
    "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt",
    "--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt",
    "--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key",
    "--etcd-servers=https://127.0.0.1:2379",
    "--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt",
    "--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key",
    "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
    "--proxy-client-cert-file=/etc/kubernetes/pki/front-proxy-client.crt",
    "--proxy-client-key-file=/etc/kubernetes/pki/front-proxy-client.key",
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-username-headers=X-Remote-User",
    "--secure-port=6443",
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    "--service-account-key-file=/etc/kubernetes/pki/sa.pub",
    "--service-account-signing-key-file=/etc/kubernetes/pki/sa.key",
    "--service-cluster-ip-range=10.96.0.0/12",
    "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt",
    "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
  ],
  "kube-controller-manager": [
    "--allocate-node-cidrs=true",
    "--authentication-kubeconfig=/etc/kubernetes/controller-manager.conf",
    "--authorization-kubeconfig=/etc/kubernetes/controller-manager.conf",
    "--bind-address=127.0.0.1",
    "--client-ca-file=/etc/kubernetes/pki/ca.crt",
    "--cluster-cidr=10.244.0.0/16",
    "--cluster-name=kubernetes",
    "--cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt",
    "--cluster-signing-key-file=/etc/kubernetes/pki/ca.key",
    "--controllers=*,bootstrapsigner,tokencleaner",
    "--kubeconfig=/etc/kubernetes/controller-manager.conf",
    "--leader-elect=true",
    "--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt",
    "--root-ca-file=/etc/kubernetes/pki/ca.crt",
    "--service-account-private-key-file=/etc/kubernetes/pki/sa.key",
    "--service-cluster-ip-range=10.96.0.0/12",
    "--use-service-account-credentials=true",
  ],
  "kube-scheduler": [
    "--authentication-kubeconfig=/etc/kubernetes/scheduler.conf",
    "--authorization-kubeconfig=/etc/kubernetes/scheduler.conf",
    "--bind-address=127.0.0.1",
    "--kubeconfig=/etc/kubernetes/scheduler.conf",
    "--leader-elect=true",
  ],
  etcd: [
    "--advertise-client-urls=https://10.77.0.10:2379",
    "--cert-file=/etc/kubernetes/pki/etcd/server.crt",
    "--client-cert-auth=true",
    "--data-dir=/var/lib/etcd",
    "--feature-gates=InitialCorruptCheck=true",
    "--initial-advertise-peer-urls=https://10.77.0.10:2380",
    "--initial-cluster=cp1=https://10.77.0.10:2380",
    "--key-file=/etc/kubernetes/pki/etcd/server.key",
    "--listen-client-urls=https://127.0.0.1:2379,https://10.77.0.10:2379",
    "--listen-metrics-urls=http://127.0.0.1:2381",
    "--listen-peer-urls=https://10.77.0.10:2380",
    "--name=cp1",
    "--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt",
    "--peer-client-cert-auth=true",
    "--peer-key-file=/etc/kubernetes/pki/etcd/peer.key",
    "--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt",
    "--snapshot-count=10000",
    "--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt",
    "--watch-progress-notify-interval=5s",
  ],
};
const components = Object.keys(flags) as readonly Component[];

const same = (path: string): Mount => ({ mountPath: path, hostPath: path });
const mounts = ["/etc/kubernetes/pki", "/etc/ssl/certs", "/var/lib/etcd"].map(same);
const containers = components.map((name) => {
  const image = name === "etcd" ? "registry.k8s.io/etcd:3.6.8-0" : `registry.k8s.io/${name}:v1.36.2`;
  return [name, containerOf(name, flags[name], { image, mounts })] as const;
});
const named = Object.values(flags)
  .flat()
  .flatMap((flag) => /=(\/etc\/kubernetes\/pki\/.*)$/.exec(flag)?.[1] ?? []);

const below = (root: string, mode: number, names: readonly string[]): readonly FileStat[] =>
  names.map((name) => file(`${root}/${name}`, mode));
const certificateNames = [
  ...["apiserver-etcd-client", "apiserver-kubelet-client", "apiserver", "ca", "front-proxy-ca", "front-proxy-client"],
  ...["etcd/ca", "etcd/healthcheck-client", "etcd/peer", "etcd/server"],
];

const node = facts({
  ...kubelet([...kubeletFlags, "--hostname-override=cp1"], kubeletConfig, controlPlane),
  ...everyNode,
  // The lab's kubelet runs without systemd, so that it has no unit and no drop-in of kubeadm.
  "kubelet.unit": nothing,
  "stat.kubeadm-dropin": nothing,
  "node.api": apiNode(),
  "api.namespaces": namespaces(),
  "cluster.etcd-hosts": here(["10.77.0.10"]),
  ...certificates(
    ...["ca", "apiserver-kubelet-client"].map((name) => [`${pki}/${name}.crt`, "2027-01-01T00:00:00.000Z"] as const),
  ),
  "static-pods": here(containers.map(([, container]) => container)),
  ...Object.fromEntries(containers.map(([name, container]) => [`manifest.${name}`, here([container])])),
  ...Object.fromEntries(
    components.map((name) => [`process.${name}`, here([{ ...processOf([name, ...flags[name]]), uid: 0 }])]),
  ),
  "stat.flag-files": here({
    ...Object.fromEntries(named.map((path) => [path, here(file(path, 0o600))])),
    "/var/lib/kubelet/pki/kubelet-server-current.pem": nothing,
  }),
  "stat.manifests": here([
    walkOf(
      directory("/etc/kubernetes/manifests", 0o700),
      ...below(
        "/etc/kubernetes/manifests",
        0o600,
        components.map((name) => `${name}.yaml`),
      ),
    ),
  ]),
  "stat.pki": here({
    parent: directory("/etc/kubernetes"),
    walk: walkOf(
      directory(pki),
      directory(`${pki}/etcd`),
      ...below(
        pki,
        0o644,
        certificateNames.map((name) => `${name}.crt`),
      ),
      ...below(pki, 0o600, [...certificateNames.map((name) => `${name}.key`), "sa.key", "sa.pub"]),
    ),
  }),
  "keys.pki": here([...certificateNames, "sa"].map((name) => `${pki}/${name}.key`)),
  "stat.cp-kubeconfigs": here(kubeconfigs.map((name) => byText(`/etc/kubernetes/${name}`, 0o600))),
  "stat.etcd-data": etcdData(
    here(
      walkOf(
        directory("/var/lib/etcd", 0o700),
        ...["member", "member/snap", "member/wal"].map((name) => directory(`/var/lib/etcd/${name}`, 0o700)),
        ...below("/var/lib/etcd/member", 0o600, ["snap/db", "wal/0.tmp", "wal/0000000000000000-0000000000000000.wal"]),
      ),
    ),
  ),
});

const design = join(import.meta.dirname, "../../../../shared/design/rules.yaml");
const hasDesign = requireFile("kubeadm's control-plane node against rules.yaml", design);
type Statuses = { readonly literal: string | null; readonly effective: string | null };
type Designed = { readonly rules: readonly { readonly id: string; readonly kubeadm_1_36: Statuses }[] };
/** What the fixtures do not show, for they have no kubectl, no systemd and nothing out of kube-proxy's container. */
const notRecorded = ["V-242396", "V-242447", "V-242448", "V-242454", "V-242455"];

describe.runIf(hasDesign)("a control-plane node as kubeadm 1.36 makes it, as rules.yaml expects", () => {
  const designed = hasDesign ? (parse(readFileSync(design, "utf8")) as Designed).rules : [];
  // V-242386 and V-242388 are in releases before V2R5 only, of which rules.yaml does not speak.
  const judgedRules = rules.flatMap((rule) => {
    const { literal, effective } = designed.find(({ id }) => id === rule.id)?.kubeadm_1_36 ?? {};
    return rule.kind === "node" && literal !== undefined ? [{ id: rule.id, rule, literal, effective }] : [];
  });
  const wanted = judgedRules.filter(({ literal }) => literal !== null);

  it("names every rule on nodes", () => {
    const named = [...wanted.map(({ id }) => id), ...notRecorded, "V-242386", "V-242388"];
    const onNodes = rules.flatMap(({ kind, id }) => (kind === "node" ? [id] : []));
    expect(named.toSorted()).toEqual(onNodes.toSorted());
  });

  it.each(wanted)("$id", ({ rule, literal, effective }) => {
    const judged = judgeNode(rule, node);
    // A finding beyond the text does not count literally: with no node that the text names, the rule does not apply.
    const counted = judged.beyondText ? "not_applicable" : judged.literal.status;
    expect([counted, judged.effective.status], judged.literal.reason).toEqual([literal, effective]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { Mount } from "../../../src/evidence/processes.ts";
import type { Rule } from "../../../src/rules/rule.ts";
import {
  apiNode,
  certificates,
  controlPlane,
  facts,
  file,
  here,
  kubelet,
  namespaces,
  processOf,
} from "../../support/facts.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { type Component, containerOf, hostFiles } from "./control-plane.ts";

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
const pkiFiles = Object.values(flags)
  .flat()
  .flatMap((flag) => /=(\/etc\/kubernetes\/pki\/.*)$/.exec(flag)?.[1] ?? []);

const node = facts({
  ...kubelet(["--config=/var/lib/kubelet/config.yaml"], { "authorization.mode": "Webhook" }, controlPlane),
  "node.api": apiNode(),
  "api.namespaces": namespaces(),
  "cluster.etcd-hosts": here(["10.77.0.10"]),
  ...certificates(
    ...["ca", "apiserver-kubelet-client"].map(
      (name) => [`/etc/kubernetes/pki/${name}.crt`, "2027-01-01T00:00:00.000Z"] as const,
    ),
  ),
  "static-pods": here(containers.map(([, container]) => container)),
  ...Object.fromEntries(containers.map(([name, container]) => [`manifest.${name}`, here([container])])),
  ...Object.fromEntries(components.map((name) => [`process.${name}`, here([processOf([name, ...flags[name]])])])),
  ...hostFiles(Object.fromEntries(pkiFiles.map((path) => [path, here(file(path, 0o600))]))),
});

const control = [
  ...["V-242376", "V-242377", "V-242378", "V-242379", "V-242380", "V-242381", "V-242382", "V-242384", "V-242385"],
  ...[
    "V-242389",
    "V-242390",
    "V-242398",
    "V-242399",
    "V-242400",
    "V-242402",
    "V-242403",
    "V-242409",
    ...["V-242410", "V-242411", "V-242412", "V-242413"],
    "V-242418",
    "V-242419",
    "V-242421",
  ],
  ...["V-242422", "V-242423", "V-242426", "V-242427", "V-242428", "V-242429", "V-242430", "V-242431", "V-242432"],
  ...["V-242433", "V-242436", "V-242438", "V-242461", "V-242462", "V-242463", "V-242464", "V-242465", "V-245542"],
  ...["V-245543", "V-245544", "V-254800", "V-254801", "V-274882"],
];

const design = join(import.meta.dirname, "../../../../shared/design/rules.yaml");
const hasDesign = requireFile("a default kubeadm node against rules.yaml", design);

type Expectation = { readonly literal: string | null; readonly effective: string | null };
type Designed = { readonly rules: readonly { readonly id: string; readonly kubeadm_1_36: Expectation }[] };

describe.skipIf(!hasDesign)("a control-plane node as kubeadm 1.36 makes it", () => {
  const designed = hasDesign ? (parse(readFileSync(design, "utf8")) as Designed).rules : [];
  const folder = join(import.meta.dirname, "../../../src/rules/stig");
  const files = readdirSync(folder);

  it.each(control)("%s", async (wanted) => {
    const expected = designed.find(({ id }) => id === wanted)?.kubeadm_1_36;
    const name = files.find((entry) => entry.startsWith(`${wanted}-`)) ?? "";
    const { rule } = (await import(join(folder, name))) as { readonly rule: Rule };
    if (rule.kind !== "node") throw new Error(`${wanted} is not judged`);
    const judged = judgeNode(rule, node);
    const { literal, effective } = judged;
    expect([literal.status, effective.status], `${literal.reason} / ${effective.reason}`).toEqual([
      expected?.literal,
      expected?.effective,
    ]);
  });
});

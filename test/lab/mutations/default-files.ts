import { type Changes, type Mutation, manifests, nothing, opens, unseen } from "./mutation.ts";

type Loosened = { readonly mode: Changes; readonly owner: Changes };

/** A mode that grants writing to everybody, and an owner who is not root. */
const loosened = (file: string, { mode, owner }: Loosened): readonly Mutation[] => [
  { what: `${file} is writable for all`, node: "cp1", files: [file], change: 'chmod 666 "$F"', literal: mode },
  { what: `${file} belongs to daemon`, node: "cp1", files: [file], change: 'chown daemon "$F"', literal: owner },
];

const ofPki = (what: string, file: string, change: string, literal: Changes, effective = literal): Mutation => ({
  what,
  node: "cp1",
  files: [`/etc/kubernetes/pki/${file}`],
  change,
  literal,
  effective,
});

/** Owners, modes and contents of the files of a default control plane. */
export const fileMutations: readonly Mutation[] = [
  ...loosened(`${manifests}/etcd.yaml`, { mode: opens("V-242408"), owner: opens("V-242405", "V-242444") }),
  ...loosened("/etc/kubernetes/pki/apiserver.crt", { mode: opens("V-242466"), owner: opens("V-242451") }),
  ...loosened("/etc/kubernetes/pki/apiserver.key", { mode: opens("V-242467"), owner: opens("V-242451") }),
  ...loosened("/etc/kubernetes/pki/ca.crt", {
    mode: opens("V-242449", "V-242466"),
    owner: opens("V-242450", "V-242451"),
  }),
  ...loosened("/etc/kubernetes/scheduler.conf", { mode: opens("V-242460"), owner: opens("V-242446") }),
  // The texts name three files; the requirement means this one too.
  ...loosened("/etc/kubernetes/super-admin.conf", { mode: nothing, owner: nothing }).map((mutation, index) => ({
    ...mutation,
    effective: opens(index === 0 ? "V-242460" : "V-242446"),
  })),
  ...loosened("/etc/kubernetes/kubelet.conf", { mode: opens("V-242452"), owner: opens("V-242453") }),
  ...loosened("/var/lib/kubelet/config.yaml", {
    mode: opens("V-242407", "V-242456"),
    owner: opens("V-242406", "V-242457"),
  }),
  ...loosened("/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", {
    mode: opens("V-242455"),
    owner: opens("V-242454"),
  }),
  ...loosened("/var/lib/etcd/member/snap/db", { mode: opens("V-242459"), owner: nothing }),
  {
    what: "the group alone of a manifest is not root",
    node: "cp1",
    files: [`${manifests}/kube-scheduler.yaml`],
    change: 'chgrp daemon "$F"',
    literal: opens("V-242405", "V-242444"),
  },
  {
    what: "mode 0633 is less than 0644, and grants more",
    node: "cp1",
    files: [`${manifests}/kube-scheduler.yaml`],
    change: 'chmod 633 "$F"',
    literal: opens("V-242408"),
  },
  {
    what: "mode 0400 is more than any rule asks for",
    node: "cp1",
    files: [`${manifests}/kube-scheduler.yaml`],
    change: 'chmod 400 "$F"',
    literal: nothing,
  },
  {
    what: "kube-proxy's kubeconfig, which only its own root shows, is writable for all",
    node: "cp1",
    change: "chmod 666 /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/..data/kubeconfig.conf",
    undo: "chmod 644 /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/..data/kubeconfig.conf",
    literal: opens("V-242447"),
  },
  {
    what: "kube-proxy's kubeconfig, which only its own root shows, belongs to daemon",
    node: "w1",
    change: "chown daemon /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/..data/kubeconfig.conf",
    undo: "chown root /var/lib/kubelet/pods/*/volumes/kubernetes.io~configmap/kube-proxy/..data/kubeconfig.conf",
    literal: opens("V-242448"),
  },
  ofPki(
    "a private key below pki in a file of another name, readable for all",
    "backup.txt",
    'cp /etc/kubernetes/pki/sa.key "$F"; chmod 644 "$F"',
    nothing,
    opens("V-242467"),
  ),
  ofPki("a file without a key of the same name and mode", "backup.txt", 'echo nothing >"$F"; chmod 644 "$F"', nothing),
  ofPki(
    "the API server's certificate is a link to one that is writable for all",
    "apiserver.crt",
    'cp -p "$F" /etc/loose.crt; chmod 666 /etc/loose.crt; ln -sf /etc/loose.crt "$F"',
    opens("V-242466"),
  ),
  ofPki("the API server's client CA is no certificate", "ca.crt", 'echo nothing >"$F"', {}, opens("V-242419")),
  ofPki(
    "the API server's certificate for kubelets has expired",
    "apiserver-kubelet-client.crt",
    'cat /usr/local/lib/plimsoll-lab/expired.crt >"$F"',
    nothing,
    opens("V-245544"),
  ),
  {
    what: "an old kubectl",
    node: "cp1",
    files: ["/usr/bin/kubectl"],
    change: 'sed -i s/v1.36.2/v1.12.8/ "$F"',
    literal: opens("V-242396"),
  },
  {
    what: "an old kubectl beside the new one",
    node: "w1",
    files: ["/usr/local/bin/kubectl"],
    change: 'sed s/v1.36.2/v1.12.8/ /usr/bin/kubectl >"$F"; chmod 755 "$F"',
    literal: opens("V-242396"),
  },
  {
    what: "a kubectl that does not say its version",
    node: "w1",
    files: ["/usr/local/bin/kubectl"],
    change: 'printf "#!/bin/sh\\nexit 1\\n" >"$F"; chmod 755 "$F"',
    literal: unseen("V-242396"),
  },
];

import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { reachesEtcdOverTls } from "../kit/etcd/etcd-client.ts";

export const rule = componentFlagRule({
  id: "V-242431",
  component: "kube-apiserver",
  flags: ["etcd-keyfile", "etcd-servers", "etcd-servers-overrides"],
  literal: (flags) => namesFile(flags, "etcd-keyfile"),
  effective: (flags) => namesFile(flags, "etcd-keyfile") && reachesEtcdOverTls(flags),
  files: ["etcd-keyfile"],
  expected: "--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key (or another path)",
  passes: { literal: "--etcd-keyfile set", effective: "--etcd-keyfile set and every URL of --etcd-servers https" },
  whenUnset: "unset, the API server shows etcd no certificate; every URL of --etcd-servers must be https",
});

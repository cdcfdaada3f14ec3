import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { reachesEtcdOverTls } from "../kit/etcd/etcd-client.ts";

export const rule = componentFlagRule({
  id: "V-242429",
  component: "kube-apiserver",
  flags: ["etcd-cafile", "etcd-servers", "etcd-servers-overrides"],
  literal: (flags) => namesFile(flags, "etcd-cafile"),
  effective: (flags) => namesFile(flags, "etcd-cafile") && reachesEtcdOverTls(flags),
  files: ["etcd-cafile"],
  expected: "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt (or another path)",
  passes: { literal: "--etcd-cafile set", effective: "--etcd-cafile set and every URL of --etcd-servers https" },
  whenUnset: "the flag is the API server's: an external etcd needs it too; every URL of --etcd-servers must be https",
});

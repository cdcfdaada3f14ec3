import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { reachesEtcdOverTls } from "../kit/etcd/etcd-client.ts";

export const rule = componentFlagRule({
  id: "V-242430",
  component: "kube-apiserver",
  flags: ["etcd-certfile", "etcd-servers", "etcd-servers-overrides"],
  literal: (flags) => namesFile(flags, "etcd-certfile"),
  effective: (flags) => namesFile(flags, "etcd-certfile") && reachesEtcdOverTls(flags),
  files: ["etcd-certfile"],
  expected: "--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt (or another path)",
  passes: { literal: "--etcd-certfile set", effective: "--etcd-certfile set and every URL of --etcd-servers https" },
  whenUnset: "unset, the API server shows etcd no certificate; every URL of --etcd-servers must be https",
});

import { defineNodeRule } from "../define-rule.ts";
import { everyEtcdAudited } from "../kit/etcd/etcd-endpoints.ts";
import { apiServerToEtcd, etcdTransport } from "../kit/etcd/etcd-transport.ts";

export const rule = defineNodeRule({
  id: "etcd-transport-security",
  roles: ["control-plane", "etcd"],
  literal: [...etcdTransport, ...apiServerToEtcd, everyEtcdAudited],
  expected:
    "https and certificates checked by a CA for etcd's clients and peers, and for what kube-apiserver asks of etcd",
  changes: ["flag of etcd", "flag of kube-apiserver"],
  check:
    "On every node that runs etcd, put together what each etcd process has in force: its --config-file alone where it has " +
    "one, else flags over ETCD_ variables. Every URL of --listen-client-urls and --listen-peer-urls must be https, that of " +
    "--listen-metrics-urls may be http on loopback. Clients and peers need cert-file, key-file and trusted-ca-file each, " +
    "in files that exist, and no auto-tls. Of the running kube-apiserver read --etcd-servers, --etcd-cafile, " +
    "--etcd-certfile and --etcd-keyfile. Where the datastore is not etcd (kine, dqlite) only the API server's side counts.",
  fix:
    "Give etcd --cert-file, --key-file, --trusted-ca-file and --client-cert-auth=true, the same with --peer- in front, and " +
    "https in all its listen URLs, one member after the other, each healthy again before the next; and kube-apiserver " +
    "https in --etcd-servers with --etcd-cafile, --etcd-certfile and --etcd-keyfile.",
});

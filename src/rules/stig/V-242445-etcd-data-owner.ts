import { etcdDataOwnedByEtcd } from "../kit/etcd/etcd-data.ts";
import { everyEtcdAudited } from "../kit/etcd/etcd-endpoints.ts";
import { etcdTopEntries } from "../kit/files/etcd-data.ts";
import { fileRule } from "../kit/files/file-rule.ts";
import { ownedByEtcd } from "../kit/files/file-tests.ts";

export const rule = fileRule({
  id: "V-242445",
  roles: ["control-plane", "etcd"],
  files: etcdTopEntries,
  test: ownedByEtcd,
  besides: [everyEtcdAudited],
  effective: [etcdDataOwnedByEtcd, everyEtcdAudited],
  fix:
    "Let etcd run as a user etcd of its own (kubeadm: feature gate RootlessControlPlane; runAsUser in its static pod), " +
    "then chown -R etcd:etcd its data directory while the member is stopped, one member after the other.",
  caution: "A chown alone does not last: an etcd that runs as root writes root's files again.",
});

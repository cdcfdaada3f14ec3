import { defineNodeRule } from "../define-rule.ts";
import { etcdRuns } from "../kit/etcd/etcd-data.ts";
import { everyEtcdAudited } from "../kit/etcd/etcd-endpoints.ts";
import { etcdClientsAreLocal, etcdDirectoriesClosed, etcdHasItsOwnCa } from "../kit/etcd/etcd-isolation.ts";

export const rule = defineNodeRule({
  id: "etcd-access-isolation",
  roles: ["control-plane", "etcd"],
  literal: [etcdHasItsOwnCa, etcdDirectoriesClosed, etcdRuns, etcdClientsAreLocal, everyEtcdAudited],
  expected: "a CA for etcd alone, its data directory 0700, and nobody but API servers who can reach it",
  changes: ["flag of etcd", "mode or owner of etcd data"],
  check:
    "Compare the files of etcd's --trusted-ca-file and --peer-trusted-ca-file with that of kube-apiserver's --client-ca-file: " +
    "openssl x509 -noout -pubkey must differ, for otherwise every client certificate of the cluster opens etcd. Find out who " +
    "holds certificates of etcd's CA; those that components of the node use are shown. Look at mode and owner of the data " +
    "directory. Where etcd listens beyond loopback ask whether a firewall lets API servers and members alone reach 2379 and " +
    "2380, and whether its nodes run nothing else.",
  fix:
    "Give etcd a CA of its own and its clients certificates of that one, then change the flags of etcd and kube-apiserver one " +
    "member after the other. Run chmod 700 on the data directory. Let a firewall admit 2379 from API servers and 2380 from " +
    "members only.",
});

import type { Flags } from "../../../evidence/go-flags.ts";

/** Every etcd that the API server uses; `group/resource#url;url` of --etcd-servers-overrides names others for some resources. */
export const etcdServers = (flags: Flags): readonly string[] =>
  [
    ...(flags.list("etcd-servers") ?? []),
    ...(flags.list("etcd-servers-overrides") ?? []).flatMap((entry) => (entry.split("#")[1] ?? "").split(";")),
  ].map((url) => url.trim());

/** Every etcd that the API server uses is reached by https. */
export const reachesEtcdOverTls = (flags: Flags): boolean =>
  (flags.list("etcd-servers") ?? []).length > 0 && etcdServers(flags).every((url) => /^https:\/\//i.test(url));

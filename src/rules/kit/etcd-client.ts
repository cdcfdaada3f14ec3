import type { Flags } from "../../evidence/go-flags.ts";

/** Every etcd that the API server uses is reached by https; `group/resource#url;url` names others for some resources. */
export function reachesEtcdOverTls(flags: Flags): boolean {
  const servers = flags.list("etcd-servers") ?? [];
  const others = (flags.list("etcd-servers-overrides") ?? []).flatMap((entry) =>
    (entry.split("#")[1] ?? "").split(";"),
  );
  return servers.length > 0 && [...servers, ...others].every((url) => /^https:\/\//i.test(url.trim()));
}

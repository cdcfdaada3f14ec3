import { namesFile } from "../kit/command-line/names-file.ts";
import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { isSet, peerUrlsUseTls } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242433",
  flags: ["peer-key-file"],
  literal: (flags) => namesFile(flags, "peer-key-file"),
  effective: (settings) => isSet(settings, "peer-key-file") && peerUrlsUseTls(settings),
  files: ["peer-key-file"],
  alsoShown: ["listen-peer-urls"],
  expected: "--peer-key-file=/etc/kubernetes/pki/etcd/peer.key (or another path)",
  effectively: "--peer-key-file set, and https alone in --listen-peer-urls",
  whenUnset:
    "unset, etcd serves peers without a certificate of the site; with an http URL in --listen-peer-urls the file is not " +
    "used; a single member listens for peers, too",
});

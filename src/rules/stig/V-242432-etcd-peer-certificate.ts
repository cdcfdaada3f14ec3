import { namesFile } from "../kit/command-line/names-file.ts";
import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { isSet, peerUrlsUseTls } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242432",
  flags: ["peer-cert-file"],
  literal: (flags) => namesFile(flags, "peer-cert-file"),
  effective: (settings) => isSet(settings, "peer-cert-file") && peerUrlsUseTls(settings),
  files: ["peer-cert-file"],
  alsoShown: ["listen-peer-urls"],
  expected: "--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt (or another path)",
  effectively: "--peer-cert-file set, and https alone in --listen-peer-urls",
  whenUnset:
    "unset, etcd serves peers without a certificate of the site; with an http URL in --listen-peer-urls the file is not " +
    "used; a single member listens for peers, too",
});

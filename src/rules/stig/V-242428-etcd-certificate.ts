import { namesFile } from "../kit/command-line/names-file.ts";
import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { clientUrlsUseTls, isSet } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242428",
  flags: ["cert-file"],
  literal: (flags) => namesFile(flags, "cert-file"),
  effective: (settings) => isSet(settings, "cert-file") && clientUrlsUseTls(settings),
  files: ["cert-file"],
  alsoShown: ["listen-client-urls", "listen-client-http-urls"],
  expected: "--cert-file=/etc/kubernetes/pki/etcd/server.crt (or another path)",
  effectively: "--cert-file set, and https alone in --listen-client-urls",
  whenUnset:
    "unset, etcd serves clients without a certificate of the site; with an http URL in --listen-client-urls the file is not " +
    "used",
});

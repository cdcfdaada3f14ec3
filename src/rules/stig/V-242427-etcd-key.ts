import { namesFile } from "../kit/command-line/names-file.ts";
import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { clientUrlsUseTls, isSet } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242427",
  flags: ["key-file"],
  literal: (flags) => namesFile(flags, "key-file"),
  effective: (settings) => isSet(settings, "key-file") && clientUrlsUseTls(settings),
  files: ["key-file"],
  alsoShown: ["listen-client-urls", "listen-client-http-urls"],
  expected: "--key-file=/etc/kubernetes/pki/etcd/server.key (or another path)",
  effectively: "--key-file set, and https alone in --listen-client-urls",
  whenUnset:
    "unset, etcd serves clients without a certificate of the site; with an http URL in --listen-client-urls the file is not " +
    "used",
});

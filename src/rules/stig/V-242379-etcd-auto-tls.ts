import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { clientUrlsUseTls, signsItself } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242379",
  flags: ["auto-tls"],
  literal: (flags) => flags.boolean("auto-tls") === false,
  effective: (settings) => !signsItself(settings, "") && clientUrlsUseTls(settings),
  alsoShown: ["cert-file", "key-file", "listen-client-urls", "listen-client-http-urls"],
  expected: "--auto-tls=false",
  effectively: "no certificate that etcd signs for itself, and https alone in --listen-client-urls",
  whenUnset:
    "unset means false, which the text calls a finding all the same. The requirement is met when etcd does not sign its " +
    "own certificates for clients and every URL of --listen-client-urls is https; the metrics URL is none of these",
});

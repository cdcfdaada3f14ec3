import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { demandsCertificates, peerUrlsUseTls } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242426",
  flags: ["peer-client-cert-auth"],
  literal: (flags) => flags.boolean("peer-client-cert-auth") === true,
  effective: (settings) => demandsCertificates(settings, "peer-") && peerUrlsUseTls(settings),
  alsoShown: ["peer-trusted-ca-file", "listen-peer-urls"],
  expected: "--peer-client-cert-auth=true",
  effectively: "--peer-client-cert-auth=true or --peer-trusted-ca-file set, and https alone in --listen-peer-urls",
  whenUnset:
    "unset means false. The requirement is met as well when --peer-trusted-ca-file is set, and only while every URL of " +
    "--listen-peer-urls is https: on http no certificate is asked for",
});

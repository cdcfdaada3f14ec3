import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { peerUrlsUseTls, signsItself } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242380",
  flags: ["peer-auto-tls"],
  literal: (flags) => flags.boolean("peer-auto-tls") === false,
  effective: (settings) => !signsItself(settings, "peer-") && peerUrlsUseTls(settings),
  alsoShown: ["peer-cert-file", "peer-key-file", "listen-peer-urls"],
  expected: "--peer-auto-tls=false",
  effectively: "no certificate that etcd signs for itself, and https alone in --listen-peer-urls",
  whenUnset:
    "unset means false, which the text calls a finding all the same. The requirement is met when etcd does not sign its " +
    "own certificates for peers and every URL of --listen-peer-urls is https",
});

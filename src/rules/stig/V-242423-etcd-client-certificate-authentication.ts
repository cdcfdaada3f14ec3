import { etcdFlagRule } from "../kit/etcd/etcd-flag.ts";
import { clientUrlsUseTls, demandsCertificates } from "../kit/etcd/etcd-settings.ts";

export const rule = etcdFlagRule({
  id: "V-242423",
  flags: ["client-cert-auth"],
  literal: (flags) => flags.boolean("client-cert-auth") === true,
  effective: (settings) => demandsCertificates(settings, "") && clientUrlsUseTls(settings),
  alsoShown: ["trusted-ca-file", "listen-client-urls", "listen-client-http-urls"],
  expected: "--client-cert-auth=true",
  effectively: "--client-cert-auth=true or --trusted-ca-file set, and https alone in --listen-client-urls",
  whenUnset:
    "unset means false. The requirement is met as well when --trusted-ca-file is set, and only while every URL of " +
    "--listen-client-urls is https: on http no certificate is asked for",
});

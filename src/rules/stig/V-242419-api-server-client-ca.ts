import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";

export const rule = componentFlagRule({
  id: "V-242419",
  component: "kube-apiserver",
  flags: ["client-ca-file"],
  literal: (flags) => namesFile(flags, "client-ca-file"),
  effective: (flags) => namesFile(flags, "client-ca-file"),
  files: ["client-ca-file"],
  certificates: { flag: "client-ca-file", must: "be there" },
  expected: "--client-ca-file=/etc/kubernetes/pki/ca.crt (or another path)",
  whenUnset: "unset, no client certificate is accepted; --requestheader-client-ca-file is another flag",
});

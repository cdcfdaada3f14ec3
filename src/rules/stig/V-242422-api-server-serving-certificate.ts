import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";

const hasPair: FlagTest = (flags) => namesFile(flags, "tls-cert-file") && namesFile(flags, "tls-private-key-file");

export const rule = componentFlagRule({
  id: "V-242422",
  component: "kube-apiserver",
  flags: ["tls-cert-file", "tls-private-key-file"],
  literal: hasPair,
  effective: hasPair,
  files: ["tls-cert-file", "tls-private-key-file"],
  expected:
    "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt and --tls-private-key-file=/etc/kubernetes/pki/apiserver.key (or " +
    "other paths)",
  whenUnset: "unset, the API server makes a self-signed pair; --tls-sni-cert-key does not replace the two flags",
});

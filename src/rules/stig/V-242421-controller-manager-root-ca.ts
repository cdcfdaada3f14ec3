import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";

export const rule = componentFlagRule({
  id: "V-242421",
  component: "kube-controller-manager",
  flags: ["root-ca-file"],
  literal: (flags) => namesFile(flags, "root-ca-file"),
  effective: (flags) => namesFile(flags, "root-ca-file"),
  files: ["root-ca-file"],
  expected: "--root-ca-file=/etc/kubernetes/pki/ca.crt (or another path)",
  whenUnset:
    "unset, pods get the CA of the controller manager's own kubeconfig; --cluster-signing-cert-file and " +
    "--client-ca-file are other flags",
});

import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";

const hasPair: FlagTest = (flags) =>
  namesFile(flags, "kubelet-client-certificate") && namesFile(flags, "kubelet-client-key");

export const rule = componentFlagRule({
  id: "V-245544",
  component: "kube-apiserver",
  flags: ["kubelet-client-certificate", "kubelet-client-key"],
  literal: hasPair,
  effective: hasPair,
  files: ["kubelet-client-certificate", "kubelet-client-key"],
  certificates: { flag: "kubelet-client-certificate", must: "not be expired" },
  expected:
    "--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt and " +
    "--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key (or other paths)",
  whenUnset: "unset, the API server has no certificate for kubelets; --kubelet-certificate-authority is another flag",
});

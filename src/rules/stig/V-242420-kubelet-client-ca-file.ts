import { kubeletHasClientCa } from "../kit/kubelet-client-ca.ts";
import { isSet, kubeletSettingRule } from "../kit/kubelet-setting.ts";

export const rule = kubeletSettingRule({
  id: "V-242420",
  roles: ["control-plane"],
  also: ["worker"],
  flag: "client-ca-file",
  setting: "authentication.x509.clientCAFile",
  defaults: { withConfig: "", withoutConfig: "" },
  literal: isSet,
  effective: kubeletHasClientCa,
  expected: "authentication.x509.clientCAFile: /etc/kubernetes/pki/ca.crt (or where the CA is)",
  passes: {
    literal: "authentication.x509.clientCAFile set",
    effective: "a client CA file in force, by flag or configuration, that exists",
  },
});

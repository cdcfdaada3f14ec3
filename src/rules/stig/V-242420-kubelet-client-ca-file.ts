import { kubeletHasClientCa } from "../kit/kubelet/kubelet-client-ca.ts";
import { kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";
import { isText } from "../kit/unknown-data.ts";

export const rule = kubeletSettingRule({
  id: "V-242420",
  roles: ["control-plane"],
  also: ["worker"],
  flag: "client-ca-file",
  setting: "authentication.x509.clientCAFile",
  defaults: { withConfig: "", withoutConfig: "" },
  literal: isText,
  effective: kubeletHasClientCa,
  expected: "authentication.x509.clientCAFile: /etc/kubernetes/pki/ca.crt (or where the CA is)",
  passes: {
    literal: "authentication.x509.clientCAFile set",
    effective: "a client CA file in force, by flag or configuration, that exists",
  },
});

import { servesWith } from "../kit/kubelet-serving-file.ts";
import { isSet, kubeletSettingRule } from "../kit/kubelet-setting.ts";

const file = {
  flag: "tls-cert-file",
  setting: "tlsCertFile",
  what: "the serving certificate",
  selfSigned: "kubelet.crt",
} as const;

export const rule = kubeletSettingRule({
  id: "V-242425",
  roles: ["control-plane"],
  also: ["worker"],
  ...file,
  defaults: { withConfig: "", withoutConfig: "" },
  literal: isSet,
  effective: servesWith(file),
  expected: "tlsCertFile: a path",
  passes: {
    literal: "tlsCertFile set",
    effective:
      "a file in force, by flag or configuration, that exists and is not what the kubelet signed itself; or " +
      "serverTLSBootstrap and what the cluster signed for it",
  },
  caution:
    "Set tlsPrivateKeyFile at the same time. With serverTLSBootstrap the cluster signs the certificate and meets the " +
    "requirement, but not the check text, which asks for the path in the file.",
});

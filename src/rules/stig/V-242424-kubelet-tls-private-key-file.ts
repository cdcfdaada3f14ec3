import { servesWith } from "../kit/kubelet-serving-file.ts";
import { isSet, kubeletSettingRule } from "../kit/kubelet-setting.ts";

const file = {
  flag: "tls-private-key-file",
  setting: "tlsPrivateKeyFile",
  what: "the serving key",
  selfSigned: "kubelet.key",
} as const;

export const rule = kubeletSettingRule({
  id: "V-242424",
  roles: ["control-plane"],
  also: ["worker"],
  ...file,
  defaults: { withConfig: "", withoutConfig: "" },
  literal: isSet,
  effective: servesWith(file),
  expected: "tlsPrivateKeyFile: a path",
  passes: {
    literal: "tlsPrivateKeyFile set",
    effective:
      "a file in force, by flag or configuration, that exists and is not what the kubelet signed itself; or " +
      "serverTLSBootstrap and what the cluster signed for it",
  },
  caution:
    "Set tlsCertFile at the same time. With serverTLSBootstrap the cluster signs the certificate and meets the " +
    "requirement, but not the check text, which asks for the path in the file.",
});

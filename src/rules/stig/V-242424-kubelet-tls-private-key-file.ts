import { servingFileRule } from "../kit/kubelet/kubelet-serving-file.ts";

export const rule = servingFileRule("V-242424", {
  flag: "tls-private-key-file",
  setting: "tlsPrivateKeyFile",
  what: "the serving key",
  selfSigned: "kubelet.key",
  other: "tlsCertFile",
});

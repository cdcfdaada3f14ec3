import { servingFileRule } from "../kit/kubelet/kubelet-serving-file.ts";

export const rule = servingFileRule("V-242425", {
  flag: "tls-cert-file",
  setting: "tlsCertFile",
  what: "the serving certificate",
  selfSigned: "kubelet.crt",
  other: "tlsPrivateKeyFile",
});

import { canEncryptSecrets, encryptsSecrets } from "../kit/encryption/encryption-config.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";

export const rule = fileContentRule({
  id: "V-274882",
  flags: ["encryption-provider-config"],
  fileFlag: "encryption-provider-config",
  content: "content.encryption-config",
  literal: (_flags, call, file) => file(encryptsSecrets(call)),
  effective: (_flags, call, file) => file(canEncryptSecrets(call)),
  expected: "--encryption-provider-config whose first provider for secrets is not identity",
  passes: {
    literal: "--encryption-provider-config naming a file whose first provider for secrets encrypts",
    effective: "the same, with keys or an endpoint",
  },
  errata: [
    "The wildcards *. and *.* stand for secrets since 1.27 only; where the release is not known such an " +
      "entry is Not Reviewed.",
  ],
  whenUnset:
    "unset, Secrets lie in etcd as they are. The first entry of the file, a path in the container, whose resources hold " +
    "secrets (else *., else *.*, since 1.27) decides, and its first provider encrypts: it must be aescbc, aesgcm, secretbox or kms. " +
    "Show provider names only, never keys. All API servers of a cluster need the same file",
  fix:
    "Write an EncryptionConfiguration (apiserver.config.k8s.io/v1) for secrets with an encrypting provider first and " +
    "identity last, readable by root only, mount it into the kube-apiserver container and name it with " +
    "--encryption-provider-config on every control-plane node. Keep a copy of the keys where the cluster's backup is " +
    "not. Then write every Secret once more (kubectl get secrets -A -o json | kubectl replace -f -): older ones stay " +
    "as they were.",
});

import { defineNodeRule, saying } from "../define-rule.ts";
import { canEncryptSecrets } from "../kit/encryption/encryption-config.ts";
import { encryptionFile } from "../kit/encryption/encryption-file.ts";
import { runningFile } from "../kit/file-content-rule.ts";

const expected = "the running kube-apiserver's --encryption-provider-config names a file that encrypts Secrets first";

export const rule = defineNodeRule({
  id: "etcd-encryption-at-rest",
  roles: ["control-plane"],
  literal: [
    saying(
      expected,
      runningFile(encryptionFile, (_flags, call, file) => file(canEncryptSecrets(call))),
    ),
  ],
  expected,
  changes: ["flag of kube-apiserver"],
  errata: ["The wildcards *. and *.* stand for secrets since 1.27 only."],
  check:
    "Read --encryption-provider-config of the running kube-apiserver on every control-plane node, then the file that it " +
    "names. The first entry whose resources hold secrets (else *., else *.*, since 1.27) decides, and its first " +
    "provider encrypts: it must not be identity, and it must have its keys or its endpoint. That the flag is there " +
    "proves nothing. Whether older Secrets were written again with it cannot be seen.",
  fix:
    "Write an EncryptionConfiguration for secrets with an encrypting provider first (kms of v2 where a key service is at " +
    "hand) and identity last, readable by root only, and name it with --encryption-provider-config on every " +
    "control-plane node. Then write every Secret once more: older ones stay as they were.",
});

import { defineNodeRule, saying } from "../define-rule.ts";
import { encryptionKeysKept } from "../kit/encryption/encryption-keys.ts";

const expected =
  "a key service keeps the keys (kms v2), and the file of --encryption-provider-config is root's with 0600";

export const rule = defineNodeRule({
  id: "encryption-key-management",
  roles: ["control-plane"],
  literal: [saying(expected, encryptionKeysKept)],
  expected,
  changes: ["flag of kube-apiserver"],
  check:
    "Read the file that --encryption-provider-config of the running kube-apiserver names, and its mode and owner. Look at " +
    "every provider, whatever resources it is for: kms with apiVersion v2 leaves the keys with a key service; aescbc, " +
    "aesgcm and secretbox have them in the file, beside what they encrypt; kms v1 is deprecated since 1.28. Who has the " +
    "keys, where their copies are and how they change is asked of people. Not applicable where nothing is encrypted.",
  fix:
    "Run chmod 600 and chown root:root on the file. Put a kms provider of v2 first, write every Secret once more, then " +
    "take the providers with keys out of the file. Where that is not to be had, keep a copy of the keys apart from the " +
    "backups of etcd and change them by a written procedure.",
});

import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { certificatesAndKeysElsewhere } from "../kit/files/named-certificates.ts";
import { pkiEntries, pkiEntriesAndParent } from "../kit/files/pki.ts";

export const rule = fileRule({
  id: "V-242451",
  roles: ["control-plane", "worker"],
  files: pkiEntriesAndParent,
  test: ownedByRoot,
  effective: [pkiEntries, certificatesAndKeysElsewhere].map((files) => fileCondition(files, ownedByRoot)),
  readings: {
    literal: "the entries of /etc/kubernetes/pki, that directory itself and /etc/kubernetes above it: owner root:root",
    effective:
      "the entries of /etc/kubernetes/pki, that directory itself, and the certificates and keys elsewhere that components " +
      "name: owner root:root; no directory behind a link that was not seen",
  },
});

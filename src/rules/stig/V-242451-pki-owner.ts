import { fileCondition, fileRule } from "../kit/file-rule.ts";
import { ownedByRoot } from "../kit/file-tests.ts";
import { pkiEntries, pkiEntriesAndParent } from "../kit/files/pki.ts";

export const rule = fileRule({
  vulnId: "V-242451",
  roles: ["control-plane", "worker"],
  files: pkiEntriesAndParent,
  test: ownedByRoot,
  effective: [fileCondition(pkiEntries, ownedByRoot)],
  readings: {
    literal: "the entries of /etc/kubernetes/pki, that directory itself and /etc/kubernetes above it: owner root:root",
    effective:
      "the entries of /etc/kubernetes/pki and that directory itself: owner root:root; no directory behind a link that was not seen",
  },
});

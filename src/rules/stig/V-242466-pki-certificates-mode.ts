import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { certificatesElsewhere } from "../kit/files/named-certificates.ts";
import { allPkiCertificates, pkiCertificates } from "../kit/files/pki.ts";

export const rule = fileRule({
  id: "V-242466",
  roles: ["control-plane", "worker"],
  files: pkiCertificates,
  test: modeWithin(0o644),
  effective: [allPkiCertificates, certificatesElsewhere].map((files) => fileCondition(files, modeWithin(0o644))),
  readings: {
    effective:
      "the same for certificates elsewhere that components name too; no directory behind a link that was not seen",
  },
});

import { fileCondition, fileRule } from "../kit/file-rule.ts";
import { modeWithin } from "../kit/file-tests.ts";
import { allPkiCertificates, pkiCertificates } from "../kit/files/pki.ts";

export const rule = fileRule({
  vulnId: "V-242466",
  roles: ["control-plane", "worker"],
  files: pkiCertificates,
  test: modeWithin(0o644),
  effective: [fileCondition(allPkiCertificates, modeWithin(0o644))],
  readings: { effective: "the same, and no directory behind a link that was not seen" },
});

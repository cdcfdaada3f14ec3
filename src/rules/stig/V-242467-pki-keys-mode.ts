import { fileCondition, fileRule } from "../kit/file-rule.ts";
import { modeWithin } from "../kit/file-tests.ts";
import { allPkiKeys, pkiKeys } from "../kit/files/pki.ts";

export const rule = fileRule({
  vulnId: "V-242467",
  roles: ["control-plane", "worker"],
  files: pkiKeys,
  test: modeWithin(0o600),
  effective: [fileCondition(allPkiKeys, modeWithin(0o600))],
  readings: { effective: "the same, and no directory behind a link that was not seen" },
});

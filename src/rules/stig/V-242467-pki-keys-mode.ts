import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { keysElsewhere } from "../kit/files/named-certificates.ts";
import { allPkiKeys, pkiKeys, pkiKeysByContent } from "../kit/files/pki.ts";

export const rule = fileRule({
  id: "V-242467",
  roles: ["control-plane", "worker"],
  files: pkiKeys,
  test: modeWithin(0o600),
  effective: [allPkiKeys, pkiKeysByContent, keysElsewhere].map((files) => fileCondition(files, modeWithin(0o600))),
  readings: {
    effective:
      "the same for every file that holds a private key, and for keys elsewhere that components name; no directory " +
      "behind a link that was not seen",
  },
});

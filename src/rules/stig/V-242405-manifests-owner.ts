import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { manifestsAndSubdirectories, wholeManifestDirectories } from "../kit/files/manifests.ts";

export const rule = fileRule({
  id: "V-242405",
  roles: ["control-plane"],
  also: ["worker"],
  files: manifestsAndSubdirectories,
  test: ownedByRoot,
  effective: [fileCondition(wholeManifestDirectories, ownedByRoot)],
});

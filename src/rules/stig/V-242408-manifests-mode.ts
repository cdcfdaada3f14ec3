import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { allManifestFiles, manifestFiles } from "../kit/files/manifests.ts";

export const rule = fileRule({
  id: "V-242408",
  roles: ["control-plane", "worker"],
  files: manifestFiles,
  test: modeWithin(0o644),
  effective: [fileCondition(allManifestFiles, modeWithin(0o644))],
});

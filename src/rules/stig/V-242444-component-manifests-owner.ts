import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { manifestEntriesAndDirectory, manifestEntriesOfDirectory } from "../kit/files/manifests.ts";

export const rule = fileRule({
  id: "V-242444",
  roles: ["control-plane", "worker"],
  files: manifestEntriesOfDirectory,
  test: ownedByRoot,
  effective: [fileCondition(manifestEntriesAndDirectory, ownedByRoot)],
});

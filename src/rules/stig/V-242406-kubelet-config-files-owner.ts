import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeletConfigFiles, kubeletConfigFilesAndDirectory } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242406",
  roles: ["control-plane", "worker"],
  files: kubeletConfigFiles,
  test: ownedByRoot,
  effective: [fileCondition(kubeletConfigFilesAndDirectory, ownedByRoot)],
});

import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeletConfigFiles, kubeletConfigOfText } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242457",
  roles: ["control-plane", "worker"],
  files: kubeletConfigOfText,
  test: ownedByRoot,
  effective: [fileCondition(kubeletConfigFiles, ownedByRoot)],
});

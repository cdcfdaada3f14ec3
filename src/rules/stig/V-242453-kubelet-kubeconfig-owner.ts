import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeletKubeconfigInForce, kubeletKubeconfigOfText } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242453",
  roles: ["control-plane", "worker"],
  files: kubeletKubeconfigOfText,
  test: ownedByRoot,
  effective: [fileCondition(kubeletKubeconfigInForce, ownedByRoot)],
});

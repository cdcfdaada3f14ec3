import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeletKubeconfigInForce, kubeletKubeconfigOfText } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242452",
  roles: ["control-plane", "worker"],
  files: kubeletKubeconfigOfText,
  test: modeWithin(0o644),
  effective: [fileCondition(kubeletKubeconfigInForce, modeWithin(0o644))],
});

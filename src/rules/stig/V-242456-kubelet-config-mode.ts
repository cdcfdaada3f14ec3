import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeletConfigFiles, kubeletConfigOfText } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242456",
  roles: ["control-plane", "worker"],
  files: kubeletConfigOfText,
  test: modeWithin(0o644),
  effective: [fileCondition(kubeletConfigFiles, modeWithin(0o644))],
});

import { fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeletConfigFiles } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242407",
  roles: ["control-plane", "worker"],
  files: kubeletConfigFiles,
  test: modeWithin(0o644),
});

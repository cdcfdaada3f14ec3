import { fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeadmDropIns } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242455",
  roles: ["control-plane", "worker"],
  files: kubeadmDropIns,
  test: modeWithin(0o644),
});

import { fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeadmDropIns } from "../kit/files/kubelet-files.ts";

export const rule = fileRule({
  id: "V-242454",
  roles: ["control-plane", "worker"],
  files: kubeadmDropIns,
  test: ownedByRoot,
});

import { allControlPlaneKubeconfigs, controlPlaneKubeconfigs } from "../kit/files/control-plane-kubeconfigs.ts";
import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { otherKubeconfigs } from "../kit/files/other-kubeconfigs.ts";

export const rule = fileRule({
  id: "V-242460",
  roles: ["control-plane", "worker"],
  files: controlPlaneKubeconfigs,
  test: modeWithin(0o644),
  effective: [
    fileCondition(allControlPlaneKubeconfigs, modeWithin(0o644)),
    fileCondition(otherKubeconfigs, modeWithin(0o644)),
  ],
  caution: "These files hold client keys: 0600, as kubeadm writes them, is the better mode.",
});

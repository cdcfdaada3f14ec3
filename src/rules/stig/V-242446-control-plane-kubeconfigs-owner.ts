import { allControlPlaneKubeconfigs, controlPlaneKubeconfigs } from "../kit/files/control-plane-kubeconfigs.ts";
import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { otherKubeconfigs } from "../kit/files/other-kubeconfigs.ts";

export const rule = fileRule({
  id: "V-242446",
  roles: ["control-plane", "worker"],
  files: controlPlaneKubeconfigs,
  test: ownedByRoot,
  effective: [fileCondition(allControlPlaneKubeconfigs, ownedByRoot), fileCondition(otherKubeconfigs, ownedByRoot)],
});

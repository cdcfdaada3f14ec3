import { fileCondition, fileRule } from "../kit/file-rule.ts";
import { ownedByRoot } from "../kit/file-tests.ts";
import { allControlPlaneKubeconfigs, controlPlaneKubeconfigs } from "../kit/files/control-plane-kubeconfigs.ts";

export const rule = fileRule({
  id: "V-242446",
  roles: ["control-plane", "worker"],
  files: controlPlaneKubeconfigs,
  test: ownedByRoot,
  effective: [fileCondition(allControlPlaneKubeconfigs, ownedByRoot)],
});

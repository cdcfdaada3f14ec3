import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeletClientCa, kubeletClientCaInForce } from "../kit/kubelet/kubelet-client-ca.ts";
import { withoutKubeletFlag } from "../kit/kubelet/kubelet-flag.ts";

export const rule = fileRule({
  id: "V-242450",
  roles: ["control-plane"],
  also: ["worker"],
  besides: [withoutKubeletFlag("client-ca-file")],
  expectedBesides: "no --client-ca-file",
  files: kubeletClientCa,
  test: ownedByRoot,
  effective: [fileCondition(kubeletClientCaInForce, ownedByRoot)],
});

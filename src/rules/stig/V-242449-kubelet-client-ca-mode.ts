import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeletClientCa, kubeletClientCaInForce } from "../kit/kubelet/kubelet-client-ca.ts";
import { withoutKubeletFlag } from "../kit/kubelet/kubelet-flag.ts";

export const rule = fileRule({
  id: "V-242449",
  roles: ["control-plane"],
  also: ["worker"],
  besides: [withoutKubeletFlag("client-ca-file")],
  expectedBesides: "no --client-ca-file",
  files: kubeletClientCa,
  test: modeWithin(0o644),
  effective: [fileCondition(kubeletClientCaInForce, modeWithin(0o644))],
});

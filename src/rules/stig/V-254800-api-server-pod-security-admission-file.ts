import type { Invocation } from "../../evidence/processes.ts";
import { notApplicable, type Verdict } from "../../findings/verdict.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";
import { imageVersion, isSince, showVersion } from "../kit/kubernetes-version.ts";
import { enforcesByDefault, enforcesPodSecurity } from "../kit/pod-security-config.ts";
import { runsPodSecurity } from "../kit/pod-security-gate.ts";

function tooOld({ image }: Invocation): Verdict | undefined {
  const version = imageVersion(image);
  if (version === undefined || isSince(version, 22)) return undefined;
  return notApplicable(`kube-apiserver is ${showVersion(version)}: PodSecurity exists since 1.22.`);
}

export const rule = fileContentRule({
  vulnId: "V-254800",
  flags: ["admission-control-config-file"],
  fileFlag: "admission-control-config-file",
  content: "content.admission-config",
  literal: (_flags, call, file) => tooOld(call) ?? file(enforcesPodSecurity),
  effective: (_flags, call, file) => tooOld(call) ?? file(enforcesByDefault),
  effectiveBesides: runsPodSecurity,
  expected: "--admission-control-config-file with PodSecurity defaults that enforce baseline or restricted",
  passes: {
    effective:
      "the same with Pod Security admission on is still Not Reviewed: labels of namespaces may lower it and are not looked at",
  },
  errata: [
    "Before 1.22 there is no Pod Security admission: the rule is Not Applicable, where the release is " +
      "proven to be older.",
  ],
  whenUnset:
    "unset, pods are privileged by default unless a label pod-security.kubernetes.io/enforce says otherwise, namespace " +
    "by namespace (kubectl get namespaces --show-labels). The file must configure the plugin PodSecurity with " +
    "defaults.enforce baseline or restricted, no exempted users or runtime classes, and no exempted namespaces but the " +
    "system's and those the site approved; audit and warn do not enforce",
  fix:
    "Write an AdmissionConfiguration (apiserver.config.k8s.io/v1) whose plugin PodSecurity has defaults.enforce: " +
    "baseline or restricted and exempts only system namespaces, mount it into the kube-apiserver container and name it " +
    "with --admission-control-config-file on every control-plane node. Try the level first with the labels " +
    "pod-security.kubernetes.io/warn and audit: pods that break it are refused when they are next made.",
});

import { defineClusterRule } from "../define-cluster-rule.ts";
import { podSecurityEnforced } from "../kit/guidance/pod-security-enforced.ts";

export const rule = defineClusterRule({
  id: "pod-security-enforcement",
  literal: [podSecurityEnforced("users")],
  apart: { of: "namespaces of the platform itself", conditions: [podSecurityEnforced("the platform")] },
  expected:
    "every namespace of users enforces baseline or restricted, by its label or by the API server's default, and no " +
    "exemption reaches it",
  check:
    "Run kubectl get namespaces -L pod-security.kubernetes.io/enforce, and read defaults and exemptions of the plugin " +
    "PodSecurity in the file of each API server's --admission-control-config-file; without one the default is " +
    "privileged. The plugin must not be in --disable-admission-plugins. audit and warn refuse nothing. A policy " +
    "engine (Kyverno, Gatekeeper, Kubewarden, OpenShift's SecurityContextConstraints, PodSecurityPolicies before " +
    "1.25) can do the same: read its policies, plimsoll sees only that its objects are served, and of its webhooks " +
    "whether they refuse and which namespaces they leave out. On a control plane " +
    "that a provider runs defaults and exemptions are not to be seen. Namespaces of the platform need privileged " +
    "pods and are listed apart.",
  fix:
    "Label each namespace pod-security.kubernetes.io/enforce=restricted, or baseline where its pods need more, after " +
    "trying the level with the labels warn and audit. Set a default of baseline or restricted in the " +
    "AdmissionConfiguration, so that a new namespace has one too, and keep exemptions to the system's namespaces.",
});

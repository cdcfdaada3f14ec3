import { componentRule } from "../kit/command-line/component-flag.ts";
import { configuredFile, type FileLine } from "../kit/file-content-rule.ts";
import { runsPodSecurity } from "../kit/gates/pod-security-gate.ts";
import { enforcesPodSecurity, withoutPodSecurity } from "../kit/pod-security/pod-security-config.ts";
import { everyNamespaceIsHeld } from "../kit/pod-security/pod-security-namespaces.ts";
import { bySiteOption } from "../kit/site-option.ts";

const flag = "admission-control-config-file";
const line = { flags: [flag], fileFlag: flag, content: "content.admission-config" } as const satisfies FileLine;

export const rule = componentRule(
  {
    id: "V-254800",
    component: "kube-apiserver",
    flags: line.flags,
    expected: "--admission-control-config-file with PodSecurity defaults that enforce baseline or restricted",
    passes: {
      literal:
        "--admission-control-config-file with PodSecurity defaults that enforce baseline or restricted and exempt " +
        "nothing but the system's namespaces and those that the site allows",
      effective:
        "every namespace but the system's is held to baseline or restricted, by its label or by the defaults, and Pod " +
        "Security admission is on",
    },
    errata: [
      "Before 1.22 there is no Pod Security admission: the rule is Not Applicable, where the release is " +
        "proven to be older.",
      "In 1.22 the gate PodSecurity is off by default, since 1.23 on; where the release is not known the effective " +
        "reading is Not Reviewed.",
    ],
    whenUnset:
      "unset, pods are privileged by default unless a label pod-security.kubernetes.io/enforce says otherwise, namespace " +
      "by namespace (kubectl get namespaces --show-labels). The file must configure the plugin PodSecurity with " +
      "defaults.enforce baseline or restricted, no exempted users or runtime classes, and no exempted namespaces but the " +
      "system's and those the site approved (psaExemptNamespaces); audit and warn do not enforce, and a namespace's " +
      "label may lower the default",
    fix:
      "Write an AdmissionConfiguration (apiserver.config.k8s.io/v1) whose plugin PodSecurity has defaults.enforce: " +
      "baseline or restricted and exempts only system namespaces, mount it into the kube-apiserver container and name it " +
      "with --admission-control-config-file on every control-plane node. Try the level first with the labels " +
      "pod-security.kubernetes.io/warn and audit: pods that break it are refused when they are next made.",
  },
  {
    literal: [
      bySiteOption("psaExemptNamespaces", (allowed) =>
        configuredFile(line, (_flags, call, file) => withoutPodSecurity(call) ?? file(enforcesPodSecurity(allowed))),
      ),
    ],
    effective: [
      bySiteOption("psaExemptNamespaces", (allowed) => everyNamespaceIsHeld(line, allowed)),
      ...runsPodSecurity,
    ],
  },
);

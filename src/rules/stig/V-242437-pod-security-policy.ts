import { defineClusterRule } from "../define-cluster-rule.ts";
import { podSecurityPolicies } from "../kit/cluster/pod-security-policies.ts";
import { everybodyMayUseOne, pluginIsOn } from "../kit/cluster/policies-in-force.ts";

export const rule = defineClusterRule({
  id: "V-242437",
  literal: [podSecurityPolicies()],
  effective: [podSecurityPolicies([pluginIsOn, everybodyMayUseOne])],
  expected: "up to 1.24 at least one PodSecurityPolicy, and every one keeps root out",
  readings: {
    literal:
      "there is a PodSecurityPolicy, and every one has runAsUser MustRunAsNonRoot, and for supplementalGroups and " +
      "fsGroup ranges of which none begins at 0",
    effective:
      "the same, with the admission plugin PodSecurityPolicy enabled on every API server that runs, and a policy that " +
      "every user (system:authenticated, or all ServiceAccounts) may use by RBAC",
  },
  errata: [
    "Since 1.25 the rule is Not Applicable: that release removed the API. Both the release and the server's discovery " +
      "must say so; V-254800 takes its place.",
    "Where the release is not known the rule is Not Reviewed.",
  ],
  check:
    "Read the server's version (kubectl version -o json) and whether kubectl api-resources lists " +
    "podsecuritypolicies. From 1.25 without them the rule does not apply; V-254800 takes its place. Before: kubectl " +
    "get psp must list at least one policy, and every one, those of add-ons too, must have runAsUser " +
    "MustRunAsNonRoot, and for supplementalGroups and fsGroup ranges that do not begin at 0. A policy without ranges " +
    "(RunAsAny) is a finding. Then see that --enable-admission-plugins of kube-apiserver has PodSecurityPolicy, and " +
    "that kubectl auth can-i use psp/NAME --as=nobody --as-group=system:authenticated says yes for one of them.",
  fix:
    "Upgrade to a release that has support and use Pod Security admission (V-254800). Until then write policies of " +
    "the restricted kind (runAsUser MustRunAsNonRoot, supplementalGroups and fsGroup MustRunAs with ranges from 1), " +
    "let system:authenticated use one of them by a ClusterRole with the verb use, change or delete those that let " +
    "root in, and only then enable the PodSecurityPolicy admission plugin: without a policy it admits no pod.",
});

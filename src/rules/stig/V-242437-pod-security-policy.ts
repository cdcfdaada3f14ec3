import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242437",
  expected: "not applicable from 1.25, where the API is gone; before, every policy keeps root out",
  check:
    "Read the server's version (kubectl version -o json) and whether kubectl api-resources lists " +
    "podsecuritypolicies. From 1.25 without them the rule does not apply; V-254800 takes its place. Before: kubectl " +
    "get psp must list at least one policy, and every one must have runAsUser MustRunAsNonRoot, and for " +
    "supplementalGroups and fsGroup ranges that do not begin at 0.",
  fix:
    "Upgrade to a release that has support and use Pod Security admission (V-254800). Until then write policies of " +
    "the restricted kind, let every service account use one, and enable the PodSecurityPolicy admission plugin.",
});

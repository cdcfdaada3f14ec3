import { runningFile } from "../kit/file-content-rule.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { recordsWhatMatters } from "../kit/guidance/logs/audit-coverage.ts";

const line = {
  flags: ["audit-policy-file"],
  fileFlag: "audit-policy-file",
  content: "content.audit-policy",
} as const;

export const rule = apiServerCheck({
  id: "audit-policy-content",
  flags: line.flags,
  inForce: [runningFile(line, (_flags, call, file) => file(recordsWhatMatters(call)))],
  expected:
    "a policy whose last rule records everything at Metadata or more, with no rule of level None before it that takes in " +
    "Secrets, RBAC or exec, and with Secrets at Metadata",
  notes:
    "Read the file in order: the first rule that matches a request decides. The last one must have no selectors and a " +
    "level other than None. A rule of level None must not take in Secrets, RBAC objects, pods/exec or pods/attach, unless " +
    "a rule before it already records them; where it is for some users only a person decides. At Request or " +
    "RequestResponse the log holds the Secrets themselves (the STIG's one rule, V-242403, does that), and those of " +
    "TokenReviews and serviceaccounts/token. omitStages must leave ResponseComplete.",
  errata: [
    "Until 1.23 the API server also reads policies of audit.k8s.io/v1beta1 and v1alpha1; since 1.24 these are findings.",
  ],
  fix:
    "Put a rule of level Metadata for secrets, tokenreviews of authentication.k8s.io and serviceaccounts/token first, " +
    "narrow rules of level None to harmless requests (health checks, watches of endpoints), and end with level: Metadata " +
    "without selectors. Restart kube-apiserver on one control-plane node after the other: it reads the file at its start.",
});

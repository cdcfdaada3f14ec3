import { hasAuditBackend } from "../kit/audit/audit-log.ts";
import { isPolicy, recordsSomething } from "../kit/audit/audit-policy.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";

export const rule = fileContentRule({
  id: "V-242461",
  flags: ["audit-policy-file", "audit-log-path", "audit-webhook-config-file"],
  fileFlag: "audit-policy-file",
  content: "content.audit-policy",
  literal: (_flags, _call, file) => file(isPolicy),
  effective: (flags, call, file) => hasAuditBackend(flags) && file(recordsSomething(call)),
  expected: "--audit-policy-file=PATH of a valid audit policy",
  passes: {
    literal: "--audit-policy-file naming a valid policy of audit.k8s.io/v1",
    effective: "a log or webhook, and a policy in which some rule that can come to bear is not None",
  },
  errata: [
    "Until 1.23 the API server also reads policies of audit.k8s.io/v1beta1 and v1alpha1: the effective " +
      "reading takes them, the text does not.",
  ],
  whenUnset:
    "unset, nothing is recorded. The file, a path in the container, must hold a Policy of audit.k8s.io/v1 with at least " +
    "one rule, each of level None, Metadata, Request or RequestResponse; a log or webhook must be set, too, and some " +
    "rule must be of another level than None",
  fix:
    "Write an audit policy, mount it into the kube-apiserver container, and name it with --audit-policy-file and a log " +
    "with --audit-log-path in the manifest on every control-plane node, one node after the other. V-242403 says which " +
    "policy is asked for.",
});

import { hasAuditBackend } from "../kit/audit/audit-log.ts";
import { isPolicyOfText, recordsEverything } from "../kit/audit/audit-policy.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";

export const rule = fileContentRule({
  id: "V-242403",
  flags: ["audit-policy-file", "audit-log-path", "audit-webhook-config-file"],
  fileFlag: "audit-policy-file",
  content: "content.audit-policy",
  literal: (_flags, _call, file) => file(isPolicyOfText),
  effective: (flags, call, file) => hasAuditBackend(flags) && file(recordsEverything(call)),
  expected: "--audit-policy-file with one rule for everything, level RequestResponse",
  passes: {
    literal:
      "--audit-policy-file naming a policy of one rule for everything, level RequestResponse, and nothing " + "else",
    effective: "a log or webhook, and a policy that records every request at level Metadata or more",
  },
  errata: [
    "Until 1.23 the API server also reads policies of audit.k8s.io/v1beta1 and v1alpha1: the effective " +
      "reading takes them, the text does not.",
  ],
  whenUnset:
    "unset, nothing is recorded. The file, a path in the container, must hold a Policy of audit.k8s.io/v1 whose one rule " +
    "has level: RequestResponse and nothing else; a finer policy is a finding by the text though it may record as much",
  fix:
    "Write a Policy (apiVersion audit.k8s.io/v1) with the single rule level: RequestResponse, mount it into the " +
    "kube-apiserver container and name it with --audit-policy-file on every control-plane node. It records every body, " +
    "those of Secrets too: guard the log and size its disk before. Changing the file needs a restart of the container.",
});

import { hasAuditLog } from "../kit/audit-log.ts";
import { fileContentRule } from "../kit/file-content-rule.ts";
import { namesFile } from "../kit/unread-file.ts";

export const rule = fileContentRule({
  vulnId: "V-242403",
  flags: ["audit-policy-file", "audit-log-path", "audit-webhook-config-file"],
  says: "what is audited",
  effectiveBesides: (flags) => hasAuditLog(flags) || namesFile(flags, "audit-webhook-config-file"),
  expected: "--audit-policy-file with one rule for everything, level RequestResponse",
  whenUnset:
    "unset, nothing is recorded. The file, a path in the container, must hold a Policy of audit.k8s.io/v1 whose one rule " +
    "has level: RequestResponse and nothing else; a finer policy is a finding by the text though it may record as much",
  fix:
    "Write a Policy (apiVersion audit.k8s.io/v1) with the single rule level: RequestResponse, mount it into the " +
    "kube-apiserver container and name it with --audit-policy-file on every control-plane node. It records every body, " +
    "those of Secrets too: guard the log and size its disk before. Changing the file needs a restart of the container.",
});

import { hasAuditLog, writesAuditLog } from "../kit/audit/audit-log.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

export const rule = componentFlagRule({
  id: "V-242402",
  component: "kube-apiserver",
  flags: ["audit-log-path", "audit-policy-file", "audit-webhook-config-file"],
  literal: hasAuditLog,
  effective: writesAuditLog,
  expected: "--audit-log-path=/var/log/kubernetes/audit/audit.log",
  passes: { literal: "--audit-log-path set", effective: "--audit-log-path and --audit-policy-file set" },
  whenUnset:
    "unset, no audit log is written; a webhook does not replace it. Without --audit-policy-file nothing is recorded " +
    "either. Whether the path is a file is V-242465",
  fix:
    "Give kube-apiserver --audit-log-path and --audit-policy-file in its manifest on every control-plane node, one node " +
    "after the other, and mount the log's directory and the policy from the host (hostPath volumes): a log inside the " +
    "container is lost when it restarts.",
});

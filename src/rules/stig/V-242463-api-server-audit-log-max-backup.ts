import { auditLogLimit, isAtLeast } from "../kit/audit/audit-log.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

export const rule = componentFlagRule({
  id: "V-242463",
  component: "kube-apiserver",
  flags: ["audit-log-maxbackup", "audit-log-path"],
  literal: isAtLeast("audit-log-maxbackup", 10),
  effective: auditLogLimit("audit-log-maxbackup", 10, () => true),
  expected: "--audit-log-maxbackup=10 or more",
  passes: { effective: "--audit-log-path set, and --audit-log-maxbackup unset, 0 or 10 or more" },
  errata: ["Unset means 0, which keeps all files, until 1.35 and 100 since 1.36: met in every release."],
  whenUnset: "0 keeps all files. Unset means 0 until 1.35 and 100 since 1.36; the text calls both a finding",
});

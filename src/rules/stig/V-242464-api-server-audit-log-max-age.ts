import { auditLogLimit, isAtLeast } from "../kit/audit/audit-log.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

export const rule = componentFlagRule({
  id: "V-242464",
  component: "kube-apiserver",
  flags: ["audit-log-maxage", "audit-log-path"],
  literal: isAtLeast("audit-log-maxage", 30),
  effective: auditLogLimit("audit-log-maxage", 30, () => true),
  expected: "--audit-log-maxage=30 or more (days, no unit)",
  passes: { effective: "--audit-log-path set, and --audit-log-maxage unset, 0 or 30 or more" },
  errata: ["Unset means 0, which keeps files for ever, until 1.35 and 366 since 1.36: met in every release."],
  whenUnset:
    "0 deletes nothing by age. Unset means 0 until 1.35 and 366 since 1.36; the text calls both a finding. A small " +
    "--audit-log-maxsize times --audit-log-maxbackup may still shorten what is kept",
});

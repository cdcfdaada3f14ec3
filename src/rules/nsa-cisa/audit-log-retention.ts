import { runningFlags } from "../kit/command-line/component-flag.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { keepsEnough, type Limit } from "../kit/guidance/logs/audit-retention.ts";

const limits: readonly Limit[] = [
  { flag: "audit-log-maxage", least: 30, zero: () => "everything is kept" },
  { flag: "audit-log-maxbackup", least: 10, zero: () => "everything is kept" },
  {
    flag: "audit-log-maxsize",
    least: 100,
    zero: (isSinceDefaults) => (isSinceDefaults ? "everything is kept" : "enough"),
  },
];
const others = ["audit-log-path", "audit-webhook-config-file"] as const;

export const rule = apiServerCheck({
  id: "audit-log-retention",
  flags: ["audit-log-maxage", "audit-log-maxbackup", "audit-log-maxsize", ...others],
  inForce: limits.map((limit) =>
    runningFlags({ component: "kube-apiserver", flags: [limit.flag, ...others] }, keepsEnough(limit)),
  ),
  expected: "--audit-log-maxage=30, --audit-log-maxbackup=10 and --audit-log-maxsize=100, or more of each",
  notes:
    "0 sets no limit: then a person says who clears the log. The smallest limit decides: ten files of 100 MB may be " +
    "written in a day. Where events go to a webhook alone, how long they are kept is for whoever takes them.",
  errata: [
    "Unset is a finding until 1.35; since 1.36 it means 366 days, 100 files and 100 MB, which is enough.",
    "--audit-log-maxsize=0 means 100 MB until 1.35, and no limit since 1.36.",
  ],
  fix:
    "Set --audit-log-maxage=30, --audit-log-maxbackup=10 and --audit-log-maxsize=100 or more in the kube-apiserver " +
    "manifest on every control-plane node, one node after the other, and give the log a volume that holds as much.",
});

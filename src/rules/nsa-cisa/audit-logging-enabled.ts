import { hasAuditBackend, runningLogIsKept } from "../kit/audit/audit-log.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { runningFlags } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { namedFilesExist } from "../kit/guidance/named-files.ts";

const flags = ["audit-policy-file", "audit-log-path", "audit-webhook-config-file"] as const;

const isRecorded: FlagTest = (given) => namesFile(given, "audit-policy-file") && hasAuditBackend(given);

export const rule = apiServerCheck({
  id: "audit-logging-enabled",
  flags,
  inForce: [
    runningFlags({ component: "kube-apiserver", flags }, isRecorded),
    namedFilesExist(["audit-policy-file", "audit-webhook-config-file"]),
    runningLogIsKept,
  ],
  expected:
    "--audit-policy-file, and --audit-log-path or --audit-webhook-config-file; the files exist, and a log file is on a " +
    "volume of the host",
  notes:
    "Without a policy nothing is recorded, without a log or a webhook it goes nowhere. A webhook is enough here; the " +
    "STIG (V-242402) wants a log on the node. The paths are those in the container: look on the host below the hostPath " +
    "volume that covers them. What the policy records is audit-policy-content.",
  fix:
    "Write an audit policy and mount it and a directory for the log from the host (hostPath volumes) into the " +
    "kube-apiserver container; set --audit-policy-file and --audit-log-path in the manifest on every control-plane node, " +
    "one node after the other. Or send the events to a collector with --audit-webhook-config-file.",
});

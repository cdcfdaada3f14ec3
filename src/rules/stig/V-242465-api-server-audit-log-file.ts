import { defineNodeRule } from "../define-rule.ts";
import { configuredLogFile, runningLogFile, writesAuditLog } from "../kit/audit/audit-log.ts";
import { runningFlags } from "../kit/command-line/component-flag.ts";

export const rule = defineNodeRule({
  id: "V-242465",
  roles: ["control-plane"],
  literal: [configuredLogFile],
  effective: [
    runningLogFile,
    runningFlags({ component: "kube-apiserver", flags: ["audit-log-path", "audit-policy-file"] }, writesAuditLog),
  ],
  expected: "--audit-log-path names a file on a volume of the host",
  readings: {
    effective:
      "the same of the running process alone, on a volume where it runs in a container, and --audit-policy-file is set",
  },
  changes: ["flag of kube-apiserver"],
  check:
    "Look for --audit-log-path in the manifest and the command line of kube-apiserver on every control-plane node. It is " +
    "a path in the container: find the hostPath volume above it and look there. It must be a file, or a file that can be " +
    "made in a directory that exists; - means standard output and does not count.",
  fix:
    "Make a directory for the log on the host, mount it into the kube-apiserver container (hostPath), and set " +
    "--audit-log-path to a file in it and --audit-policy-file, in the manifest on every control-plane node.",
});

import { auditLogLimit, isAtLeast } from "../kit/audit/audit-log.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { imageVersion, isSince, versionUnknown } from "../kit/kubernetes-version.ts";

export const rule = componentFlagRule({
  id: "V-242462",
  component: "kube-apiserver",
  flags: ["audit-log-maxsize", "audit-log-path"],
  literal: isAtLeast("audit-log-maxsize", 100),
  effective: auditLogLimit("audit-log-maxsize", 100, (_flags, { image }) => {
    const version = imageVersion(image);
    return version === undefined ? versionUnknown("kube-apiserver", image) : !isSince(version, 36);
  }),
  expected: "--audit-log-maxsize=100 or more (megabytes, no unit)",
  passes: { effective: "--audit-log-path set, and --audit-log-maxsize unset (100 MB) or 100 or more" },
  errata: [
    "0 means 100 MB until 1.35 and no limit since 1.36: met until then, open since, and Not Reviewed " +
      "where the release is not known.",
  ],
  whenUnset:
    "unset means 100 MB where there is an audit log, which the text calls a finding; 0 means 100 MB until 1.35 and no " +
    "limit since 1.36",
});

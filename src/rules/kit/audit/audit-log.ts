import { hostPathOf, isBelow } from "../../../evidence/container-paths.ts";
import type { FileStat } from "../../../evidence/files.ts";
import { type Flags, parseInteger } from "../../../evidence/go-flags.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notApplicable, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { type FlagTest, judgeCommandLine } from "../command-line/command-line.ts";
import { judgeConfiguredAndRunning, judgeRunning } from "../command-line/component-flag.ts";
import { namesFile } from "../command-line/names-file.ts";
import { findFile, type HostFiles, reached, withContainers } from "../container-path.ts";

/** --audit-log-path has a value. */
export const hasAuditLog = (flags: Flags): boolean => namesFile(flags, "audit-log-path");

/** Audit events go somewhere: to a log or to a webhook. */
export const hasAuditBackend = (flags: Flags): boolean =>
  hasAuditLog(flags) || namesFile(flags, "audit-webhook-config-file");

/** The API server writes an audit log: it needs a path, and without a policy it records nothing. */
export const writesAuditLog = (flags: Flags): boolean => hasAuditLog(flags) && namesFile(flags, "audit-policy-file");

/** A number flag is set to so much or more. */
export const isAtLeast =
  (name: string, least: number): FlagTest =>
  (flags) =>
    parseInteger(flags.text(name) ?? "") >= least;

/**
 * A limit on the audit log as it is in force: there is a log, and the limit is so much or more, or 0, which `zero`
 * judges, or unset: every release then either keeps as much or keeps everything.
 */
export const auditLogLimit =
  (name: string, least: number, zero: FlagTest): FlagTest =>
  (flags, invocation) => {
    if (!hasAuditLog(flags)) return false;
    const text = flags.text(name);
    if (text === undefined) return true;
    const value = parseInteger(text);
    return value === 0 ? zero(flags, invocation) : value >= least;
  };

/** What is known of the file that --audit-log-path names in one container. */
function judgeLogPath(flags: Flags, invocation: Invocation, files: HostFiles): Verdict {
  const path = flags.text("audit-log-path") ?? "";
  if (path === "" || path === "-")
    return open(`--audit-log-path names no file${path === "-" ? " but standard output" : ""}.`);
  if (path.endsWith("/")) return open(`--audit-log-path names a directory, ${path}.`);
  const onHost = hostPathOf(invocation, path);
  if (onHost === undefined)
    return notReviewed(`${path}, the audit log, is on no hostPath mount: where it is was not seen.`);
  const found = findFile(invocation, path, files);
  if (found === undefined) return notReviewed(`Whether ${onHost}, the audit log, exists was not seen.`);
  if (found.state === "unknown") return unseenVerdict(found);
  const seen = [
    { what: onHost, value: found.state === "present" ? found.value.type : "does not exist", source: found.source },
  ];
  return found.state === "present" ? judgeLogEntry(onHost, found.value, seen) : judgeLogDirectory(onHost, files, seen);
}

function judgeLogEntry(onHost: string, entry: FileStat, seen: readonly Seen[]): Verdict {
  const type = reached(entry)?.type;
  if (type === "file") return notAFinding(`The audit log ${onHost} exists.`, seen);
  if (type === "directory") return open(`--audit-log-path names a directory, ${onHost}.`, seen);
  return notReviewed(
    `${onHost}, the audit log, is ${type === undefined ? "a link that leads nowhere" : "no regular file"}.`,
    seen,
  );
}

// The API server makes the file, and in its container missing directories too; the check text wants the directory there.
function judgeLogDirectory(onHost: string, files: HostFiles, seen: readonly Seen[]): Verdict {
  const directory = onHost.slice(0, onHost.lastIndexOf("/")) || "/";
  const found = files.state === "present" && Object.hasOwn(files.value, directory) ? files.value[directory] : undefined;
  if (found === undefined) return notReviewed(`Neither ${onHost}, the audit log, nor its directory was seen.`, seen);
  if (found.state === "unknown") return unseenVerdict(found);
  if (found.state === "absent") return open(`The directory of the audit log, ${directory}, does not exist.`, seen);
  const type = reached(found.value)?.type;
  return type === "directory"
    ? notAFinding(`The directory of the audit log, ${directory}, exists.`, seen)
    : notReviewed(`${directory}, where the audit log should be, is no directory.`, seen);
}

const line = { component: "kube-apiserver", flags: ["audit-log-path"] } as const;
const apiServer = ["manifest.kube-apiserver", "process.kube-apiserver", "stat.flag-files"] as const;

/** The audit log that manifest and process name is a file on the host, or can be made in a directory that exists. */
export const configuredLogFile: Condition = saying(
  "the file that --audit-log-path of manifest and running process names exists on the host, or can be made in its directory",
  condition(
    [],
    (facts) => {
      const manifest = facts["manifest.kube-apiserver"];
      const process = withContainers(facts["process.kube-apiserver"], manifest);
      const test: FlagTest = (flags, call) => judgeLogPath(flags, call, facts["stat.flag-files"]);
      return judgeConfiguredAndRunning(line, manifest, process, (call) => judgeCommandLine(line, test, call));
    },
    apiServer,
  ),
);

/** A log on no volume of its container is lost when that restarts. */
function outsideVolumes(flags: Flags, { mounts }: Invocation): Verdict | undefined {
  const path = flags.text("audit-log-path") ?? "";
  const isPlain = path.startsWith("/") && !path.split("/").includes("..");
  const isMounted = mounts.some(({ mountPath }) => isBelow(path, mountPath));
  return isPlain && !isMounted
    ? open(`${path}, the audit log, is on no volume of the container: a restart loses it.`)
    : undefined;
}

/** A condition on where the running API server writes its log; `isSeen`: its manifest shows which volumes there are. */
const runningLog = (judge: (flags: Flags, call: Invocation, files: HostFiles, isSeen: boolean) => Verdict): Condition =>
  condition(
    ["process.kube-apiserver"] as const,
    (facts) => {
      const manifest = facts["manifest.kube-apiserver"];
      const process = withContainers(facts["process.kube-apiserver"], manifest);
      const test: FlagTest = (flags, call) =>
        judge(flags, call, facts["stat.flag-files"], manifest.state === "present");
      return judgeRunning(line.component, process, (call) => judgeCommandLine(line, test, call));
    },
    ["manifest.kube-apiserver", "stat.flag-files"] as const,
  );

const judgeFileInForce = (flags: Flags, call: Invocation, files: HostFiles, isSeen: boolean): Verdict =>
  (isSeen ? outsideVolumes(flags, call) : undefined) ?? judgeLogPath(flags, call, files);

/** The same of the running API server, and on a volume where its manifest shows which there are. */
export const runningLogFile: Condition = saying(
  "the file that --audit-log-path of the running process names exists on the host, or can be made in its directory; in a " +
    "container it is on a volume",
  runningLog(judgeFileInForce),
);

/** The same where the running API server writes a log at all, and not to its standard output. */
export const runningLogIsKept: Condition = runningLog((flags, ...more) => {
  if (!hasAuditLog(flags)) return notApplicable("No audit log is written.");
  if (flags.text("audit-log-path") === "-") return notAFinding("The audit log goes to standard output.");
  return judgeFileInForce(flags, ...more);
});

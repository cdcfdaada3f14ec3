import { flagReadings } from "../../../evidence/go-flags.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed, type Verdict } from "../../../findings/verdict.ts";
import type { CommandLine } from "./command-line.ts";
import { namesFile } from "./names-file.ts";

// OpenShift's kube-apiserver parses `apiServerArguments` of this file behind its command line. Its controller manager
// has the flag too, but takes no other flags from the file (openshift/kubernetes, patch.go, since 4.2).
const component = "kube-apiserver";
const flag = "openshift-config";

/**
 * Not Reviewed for a component that takes flags from a file: what is not on its command line may be set there, and what
 * is may be overridden. Undefined where the command line says it all.
 */
export function flagsInFile(of: string, call: Invocation): Verdict | undefined {
  if (of !== component || !flagReadings(call).some((flags) => namesFile(flags, flag))) return undefined;
  return notReviewed(`${component} takes its flags from the file of --${flag}, which was not read.`);
}

/** The verdict on what is in force: nothing but that a release is beyond a text holds whatever the file says. */
export function inForceUnlessInFile(of: string, call: Invocation, verdict: Verdict): Verdict {
  const unread = flagsInFile(of, call);
  return unread === undefined || verdict.status === "not_applicable" ? verdict : { ...unread, seen: verdict.seen };
}

/** The verdict by the text: a pass for what is on the command line, not for what may be in the file. */
export function byTextUnlessInFile({ component: of, flags }: CommandLine, call: Invocation, verdict: Verdict): Verdict {
  const unread = flagsInFile(of, call);
  const isWritten = flagReadings(call).every((given) => given.position(flags[0] ?? "") !== undefined);
  if (unread === undefined || verdict.status !== "not_a_finding" || isWritten) return verdict;
  return { ...unread, seen: verdict.seen };
}

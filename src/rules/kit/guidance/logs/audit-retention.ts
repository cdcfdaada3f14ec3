import { type Flags, parseInteger } from "../../../../evidence/go-flags.ts";
import type { Invocation } from "../../../../evidence/processes.ts";
import { notAFinding, notApplicable, notReviewed, open, type Verdict } from "../../../../findings/verdict.ts";
import { hasAuditBackend, hasAuditLog } from "../../audit/audit-log.ts";
import { asWritten, type FlagTest } from "../../command-line/command-line.ts";
import { imageVersion, isSince, versionUnknown } from "../../kubernetes-version.ts";

/** Since 1.36 unset means 366 days, 100 files and 100 MB; until 1.35 it means 0: nothing is thrown away by age or number. */
const hasDefaults = 36;

/** A limit on the audit log: how much it must be at least, and what 0 means. */
export type Limit = {
  readonly flag: string;
  readonly least: number;
  readonly zero: (isSinceDefaults: boolean) => "everything is kept" | "enough";
};

const everything = (flags: Flags, flag: string): Verdict =>
  notReviewed(`${asWritten(flags, flag)}: without a limit the log grows; who clears it, and when, is for a person.`);

function whenUnset(flags: Flags, { image }: Invocation, flag: string): Verdict {
  const version = imageVersion(image);
  if (version === undefined) return versionUnknown("kube-apiserver (its default is another one since 1.36)", image);
  return isSince(version, hasDefaults)
    ? notAFinding(`${asWritten(flags, flag)}: since 1.36 the default is enough.`)
    : open(`${asWritten(flags, flag)}.`);
}

function whenZero(flags: Flags, { image }: Invocation, { flag, zero }: Limit): Verdict {
  const version = imageVersion(image);
  const meanings = version === undefined ? [zero(true), zero(false)] : [zero(isSince(version, hasDefaults))];
  if (meanings.every((meaning) => meaning === "enough")) return notAFinding(`${asWritten(flags, flag)}: 100 MB.`);
  return everything(flags, flag);
}

/** That the log on the node is kept long enough; Not Applicable where events go to a webhook alone. */
export const keepsEnough =
  (limit: Limit): FlagTest =>
  (flags, call) => {
    if (!hasAuditBackend(flags)) return open("No audit log is written.");
    if (!hasAuditLog(flags)) return notApplicable("Audit events go to a webhook alone.");
    if (flags.text("audit-log-path") === "-") {
      return notReviewed("The audit log goes to standard output: how long that is kept is for the container runtime.");
    }
    const text = flags.text(limit.flag);
    if (text === undefined) return whenUnset(flags, call, limit.flag);
    const value = parseInteger(text);
    if (value === 0) return whenZero(flags, call, limit);
    return value >= limit.least;
  };

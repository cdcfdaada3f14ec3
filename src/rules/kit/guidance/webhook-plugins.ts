import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import { open, type Verdict } from "../../../findings/verdict.ts";
import { flagsInFile } from "../flag-file.ts";
import type { ApiServer } from "./api-servers.ts";

const plugins = ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"];

// Both are on by default; a list that --admission-control gives replaces the default plugins.
function areOff(flags: Flags): boolean {
  const legacy = flags.list("admission-control") ?? [];
  const off = flags.list("disable-admission-plugins") ?? [];
  return plugins.some((plugin) => off.includes(plugin) || (legacy.length > 0 && !legacy.includes(plugin)));
}

/** Why an API server may ask no webhooks. */
export function whyNotAsked({ call }: ApiServer): readonly Verdict[] {
  const unread = flagsInFile("kube-apiserver", call);
  if (unread !== undefined) return [unread];
  return flagReadings(call).some(areOff)
    ? [open(`An API server asks no webhooks: ${plugins.join(" or ")} is off.`)]
    : [];
}

import { type Flags, flagReadings } from "../../../../evidence/go-flags.ts";
import { open, type Verdict } from "../../../../findings/verdict.ts";
import { isPluginOn } from "../../command-line/admission-plugins.ts";
import { flagsInFile } from "../../command-line/flag-file.ts";
import type { ApiServer } from "../api-servers.ts";

const plugins = ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"];

const areOff = (flags: Flags): boolean => plugins.some((plugin) => !isPluginOn(flags, plugin, "on by default"));

/** Why an API server may ask no webhooks. */
export function whyNotAsked({ call }: ApiServer): readonly Verdict[] {
  const unread = flagsInFile("kube-apiserver", call);
  if (unread !== undefined) return [unread];
  return flagReadings(call).some(areOff)
    ? [open(`An API server asks no webhooks: ${plugins.join(" or ")} is off.`)]
    : [];
}

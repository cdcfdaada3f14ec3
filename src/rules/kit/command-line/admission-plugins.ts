import type { Flags } from "../../../evidence/go-flags.ts";

/** The flags that say which admission plugins are on. */
export const admissionPluginFlags = [
  "enable-admission-plugins",
  "disable-admission-plugins",
  "admission-control",
] as const;

/**
 * Whether an admission plugin is on. A list that the old --admission-control gives replaces the default plugins; the API
 * server does not start with it and one of the others, nor with a plugin both on and off (apiserver, options/admission.go).
 */
export function isPluginOn(flags: Flags, plugin: string, byDefault: "on by default" | "off by default"): boolean {
  if (flags.list("disable-admission-plugins")?.includes(plugin)) return false;
  const all = flags.list("admission-control") ?? [];
  if (all.length > 0) return all.includes(plugin);
  return byDefault === "on by default" || flags.list("enable-admission-plugins")?.includes(plugin) === true;
}

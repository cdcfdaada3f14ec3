import { type Flags, parseBoolean } from "../../../evidence/go-flags.ts";

/**
 * The gates that --feature-gates sets, by name (`kube:AllAlpha` with its component in front): comma pairs, blanks
 * trimmed, around the colon too, repeated flags add up, per gate the last one wins.
 */
function featureGates(flags: Flags): ReadonlyMap<string, boolean | "invalid"> {
  const pairs = flags.all("feature-gates").flatMap((value) => value.split(","));
  return new Map(
    pairs.flatMap((pair) => {
      const [name = "", ...value] = pair.split("=");
      return name.trim() === "" ? [] : [[name.trim(), parseBoolean(value.join("=").trim())] as const];
    }),
  );
}

/** What --feature-gates sets a gate to, for any component: more than one value where prefixes differ, none where unset. */
export const gateValues = (flags: Flags, gate: string): readonly (boolean | "invalid")[] =>
  [...featureGates(flags)].flatMap(([name, value]) => (name.replace(/^.*:/s, "").trim() === gate ? [value] : []));

/** The gates that stand for all of a stage (k8s.io/component-base/featuregate). */
export type GateGroup = "AllAlpha" | "AllBeta";

/**
 * What --feature-gates makes of a gate of a stage: what it sets the gate to, else what it sets all gates of the stage to,
 * in whatever order they stand.
 */
export function gateOrGroupValues(flags: Flags, gate: string, group: GateGroup): readonly (boolean | "invalid")[] {
  const own = gateValues(flags, gate);
  return own.length > 0 ? own : gateValues(flags, group);
}

/** The gates that --feature-gates turns on, as they are written. */
export const gatesTurnedOn = (flags: Flags): readonly string[] =>
  [...featureGates(flags)].flatMap(([name, value]) => (value === true ? [name] : []));

/** Whether a gate is set, for any component, to anything but false: a value that no component accepts is no proof. */
export const enablesGate = (flags: Flags, gate: string): boolean =>
  gateValues(flags, gate).some((value) => value !== false);

/**
 * Whether --runtime-config serves an alpha API: api/all or api/alpha, or a group/version of its own. A key without a
 * value counts as true.
 */
export function servesAlphaApi(flags: Flags): boolean {
  const pairs = flags.all("runtime-config").flatMap((value) => value.split(","));
  const settings = new Map(
    pairs.map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [key.trim(), value.length === 0 || parseBoolean(value.join("=").trim() || "true") !== false] as const;
    }),
  );
  const alpha = [...settings].filter(([key]) => /(^|\/)v\d+alpha\d+(\/|$)/.test(key)).map(([, on]) => on);
  // Whether api/alpha=false takes back api/all=true depends on the release.
  return settings.get("api/all") === true || settings.get("api/alpha") === true || alpha.includes(true);
}

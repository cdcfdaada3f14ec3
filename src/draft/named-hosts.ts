import { isAddress } from "../inventory/addresses.ts";
import type { HostRole } from "../inventory/inventory.ts";
import { expandRange } from "../inventory/ranges.ts";
import { namePattern } from "../inventory/schema.ts";
import { shown } from "../yaml-file/shown.ts";
import { type DraftHost, type DraftHosts, roleOrder } from "./draft.ts";

/** Names by role: `cp-[1:3]`, `cp-1=10.0.0.11`, `w-[01:20]=10.0.1.[1:20]`. */
export type NamesByRole = Readonly<Partial<Record<HostRole, readonly string[]>>>;

/** What is wrong with a host that somebody named, in one sentence. */
export class NamedHostError extends Error {}

/**
 * The hosts that somebody named; ranges stay ranges.
 * @throws NamedHostError for a name, a range or an address that is none.
 */
export function draftOfNames(names: NamesByRole): DraftHosts {
  return {
    hosts: roleOrder.flatMap((role) => (names[role] ?? []).map((text) => hostOf(text, role))),
    leftOut: [],
    notTaken: [],
    preface: [
      "Written by plimsoll init. The hosts' keys must be in ~/.ssh/known_hosts, or in the file that knownHosts names.",
    ],
  };
}

function hostOf(text: string, role: HostRole): DraftHost {
  const [name = "", address] = text.split("=", 2);
  if (!valuesOf(name).every((one) => namePattern.test(one))) {
    throw new NamedHostError(`${shown(name)} is no name of a host`);
  }
  const places = valuesOf(address ?? name);
  const wrong = places.find((place) => !isAddress(place));
  if (wrong !== undefined) throw new NamedHostError(`${shown(wrong)} is no host name or IP address`);
  return { name, ...(address !== undefined && { address }), role };
}

function valuesOf(pattern: string): readonly string[] {
  const expanded = expandRange(pattern);
  if ("mistake" in expanded) throw new NamedHostError(expanded.mistake);
  return expanded.values;
}

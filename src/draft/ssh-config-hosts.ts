import { fitsWildcards } from "../evidence/wildcards.ts";
import { namePattern } from "../inventory/schema.ts";
import { type DraftHost, type DraftHosts, inRoles, type LeftOut, roleOrder } from "./draft.ts";
import type { NamesByRole } from "./named-hosts.ts";

/** Whether a name is one of a pattern with `*` and `?`. */
const fits = (name: string, pattern: string): boolean =>
  fitsWildcards(pattern, name, { isAny: (character) => character === "?" });

/**
 * The hosts that an ssh_config names and that somebody gave a role by patterns; the file itself says how each is reached.
 * `file`: how a person knows it.
 */
export function draftOfSshConfig(names: readonly string[], said: NamesByRole, file: string): DraftHosts {
  const hosts: DraftHost[] = [];
  const leftOut: LeftOut[] = [];
  for (const name of names) {
    const role = roleOrder.find((one) => (said[one] ?? []).some((pattern) => fits(name, pattern)));
    if (role === undefined) leftOut.push({ name, why: "nobody said its role", unusable: false });
    else if (namePattern.test(name)) hosts.push({ name, role });
    else leftOut.push({ name, why: "its name is none that an inventory can hold", unusable: true });
  }
  return {
    hosts: inRoles(hosts),
    leftOut,
    notTaken: [],
    preface: [
      `Written by plimsoll init with the hosts of ${file}, which is asked how each is reached (config).`,
      "What is said here, under ssh or of a host, goes before what it says.",
    ],
  };
}

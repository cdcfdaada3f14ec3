import type { HostRole } from "../inventory/inventory.ts";
import { namePattern } from "../inventory/schema.ts";
import type { DraftHost, DraftHosts, LeftOut } from "./draft.ts";
import type { NamesByRole } from "./named-hosts.ts";

const roles: readonly HostRole[] = ["control-plane", "etcd", "worker"];

/** Whether a name is one of a pattern with `*` and `?`. */
function fits(name: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
}

/**
 * The hosts that an ssh_config names and that somebody gave a role by patterns; the file itself says how each is reached.
 * `file`: how a person knows it.
 */
export function draftOfSshConfig(names: readonly string[], said: NamesByRole, file: string): DraftHosts {
  const hosts: DraftHost[] = [];
  const leftOut: LeftOut[] = [];
  for (const name of names) {
    const role = roles.find((one) => (said[one] ?? []).some((pattern) => fits(name, pattern)));
    if (role === undefined) leftOut.push({ name, why: "nobody said its role", unusable: false });
    else if (namePattern.test(name)) hosts.push({ name, role });
    else leftOut.push({ name, why: "its name is none that an inventory can hold", unusable: true });
  }
  return {
    hosts: hosts.toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)),
    leftOut,
    notTaken: [],
    preface: [
      `Written by plimsoll init with the hosts of ${file}, which is asked how each is reached (config).`,
      "What is said here, under ssh or of a host, goes before what it says.",
    ],
  };
}

import { isAddress } from "../../inventory/addresses.ts";
import { namePattern, type WrittenJump } from "../../inventory/schema.ts";
import { type DraftHost, type DraftHosts, inRoles, type LeftOut } from "../draft.ts";
import type { AnsibleInventory } from "./ansible-inventory.ts";
import { type Membership, memberships } from "./membership.ts";
import { bastionGroup, roleByGroups, type SaidRoles } from "./roles.ts";
import { type AnsibleWay, wayOf } from "./ssh-vars.ts";

/** How an Ansible inventory is taken. */
export type AnsibleOptions = {
  /** How a person knows the file; one line. */
  readonly file: string;
  readonly roles: SaidRoles;
  /** Makes a path of the inventory absolute: Ansible starts from where it is run. */
  readonly absolute: (path: string) => string;
};

/** The hosts of an Ansible inventory, and the bastion that leads to them where it has one. */
export type AnsibleDraft = DraftHosts & { readonly jump?: WrittenJump };

type Sorted = { readonly host: DraftHost } | { readonly leftOut: LeftOut };

/** Makes a draft of an Ansible inventory: hosts in the order of roles, then as they are written. */
export function draftOfAnsible(inventory: AnsibleInventory, { file, roles, absolute }: AnsibleOptions): AnsibleDraft {
  const notTaken = new Map<string, string[]>();
  const sorted: Sorted[] = [];
  let jump: WrittenJump | undefined;
  for (const [name, membership] of memberships(inventory)) {
    const way = wayOf(membership.vars, absolute);
    for (const sentence of way.notTaken) notTaken.set(sentence, [...(notTaken.get(sentence) ?? []), name]);
    if (membership.groups.has(bastionGroup)) jump ??= jumpOf(name, way);
    else sorted.push(hostOf(name, membership, way, roles));
  }
  const hosts = sorted.flatMap((one) => ("host" in one ? [one.host] : []));
  return {
    hosts: inRoles(hosts),
    leftOut: sorted.flatMap((one) => ("leftOut" in one ? [one.leftOut] : [])),
    preface: [
      `Written by plimsoll init from the Ansible inventory ${file}. group_vars and host_vars beside it were not read.`,
      "Check roles and users; the hosts' keys must be in ~/.ssh/known_hosts, or in the file that knownHosts names.",
    ],
    notTaken: [...notTaken].map(([sentence, of]) => `${sentence}: ${counted(of)}`),
    ...(jump && { jump }),
  };
}

function hostOf(name: string, { groups }: Membership, way: AnsibleWay, said: SaidRoles): Sorted {
  const leftOut = (why: string, unusable = true): Sorted => ({ leftOut: { name, why, unusable } });
  const role = roleByGroups(name, groups, said);
  if (role === undefined)
    return leftOut("no group of it says its role: --control-plane, --worker and --etcd can", false);
  if (way.problem !== undefined) return leftOut(way.problem.why, way.problem.unusable);
  if (!namePattern.test(name)) return leftOut("its name is none that an inventory can hold");
  const address = way.address ?? name;
  if (!isAddress(address)) return leftOut("its address is no host name or IP address");
  const isReflector = role === "worker" && groups.has("calico_rr");
  return {
    host: {
      name,
      ...(address !== name && { address }),
      role,
      ssh: way.ssh,
      ...(isReflector && { remarks: { role: "a route reflector of Calico" } }),
    },
  };
}

function jumpOf(name: string, { address = name, ssh: { user, port, identityFile } }: AnsibleWay): WrittenJump {
  return {
    address,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
    ...(identityFile !== undefined && { identityFile }),
  };
}

const counted = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} others`;

/** Variables by name, as text. */
export type Vars = Readonly<Record<string, string>>;

/** What is written of one group, itself only. */
export type AnsibleGroup = { readonly hosts: Set<string>; readonly children: Set<string>; vars: Vars };

/** An Ansible inventory as it is written: groups with their hosts, children and variables, and hosts' own variables. */
export type AnsibleInventory = {
  readonly groups: Map<string, AnsibleGroup>;
  /** In the order in which hosts are first named. */
  readonly hosts: Map<string, Vars>;
};

/** A file that is none: one sentence, with the line where there is one. */
export class AnsibleFileError extends Error {}

/** An inventory to read a file into. */
export const emptyInventory = (): AnsibleInventory => ({ groups: new Map(), hosts: new Map() });

/** The group of a name, made where it is new. */
export function groupNamed({ groups }: AnsibleInventory, name: string): AnsibleGroup {
  const group = groups.get(name) ?? { hosts: new Set(), children: new Set(), vars: {} };
  groups.set(name, group);
  return group;
}

/** Notes a host in a group; what is said later of it goes before what was said earlier. */
export function addHost(inventory: AnsibleInventory, group: string, host: string, vars: Vars): void {
  groupNamed(inventory, group).hosts.add(host);
  inventory.hosts.set(host, { ...inventory.hosts.get(host), ...vars });
}

/** How a value is text that no plimsoll can know: Jinja, and what a vault holds. */
export const isExpression = (value: string): boolean => /\{\{|\{%|^\$ANSIBLE_VAULT/.test(value);

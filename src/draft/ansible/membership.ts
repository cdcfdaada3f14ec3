import type { AnsibleInventory, Vars } from "./ansible-inventory.ts";

/** Of which groups a host is, by itself or through their children, and its variables. */
export type Membership = { readonly groups: ReadonlySet<string>; readonly vars: Vars };

/**
 * The groups and variables of every host. A host's own go before its groups', a child's before its parent's; of groups
 * equally deep the later name's (Ansible, "How variables are merged").
 */
export function memberships(inventory: AnsibleInventory): ReadonlyMap<string, Membership> {
  const { groups, hosts } = inventory;
  const parents = new Map<string, string[]>();
  for (const [name, { children }] of groups) {
    for (const child of children) parents.set(child, [...(parents.get(child) ?? []), name]);
  }
  const depths = new Map([...groups.keys()].map((name) => [name, depthOf(name, parents, new Set())]));
  const all = groups.get("all")?.vars ?? {};
  const found = new Map<string, Membership>();
  for (const [host, own] of hosts) {
    const of = new Set<string>();
    for (const [name, group] of groups) if (group.hosts.has(host)) addWithParents(name, parents, of);
    const inOrder = [...of].toSorted((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || (a < b ? -1 : 1));
    const inherited = inOrder.map((name) => groups.get(name)?.vars ?? {});
    found.set(host, { groups: of, vars: Object.assign({}, all, ...inherited, own) as Vars });
  }
  return found;
}

function addWithParents(name: string, parents: ReadonlyMap<string, readonly string[]>, of: Set<string>): void {
  if (of.has(name)) return;
  of.add(name);
  for (const parent of parents.get(name) ?? []) addWithParents(parent, parents, of);
}

/** How many groups are above; a circle ends where it closes. */
function depthOf(name: string, parents: ReadonlyMap<string, readonly string[]>, below: ReadonlySet<string>): number {
  const above = (parents.get(name) ?? []).filter((parent) => !below.has(parent));
  return above.reduce(
    (deepest, parent) => Math.max(deepest, 1 + depthOf(parent, parents, new Set([...below, name]))),
    0,
  );
}

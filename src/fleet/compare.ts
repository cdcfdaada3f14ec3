import { findApiNode } from "../assess/api-node.ts";
import { nodesWithoutHost } from "../assess/unlisted-nodes.ts";
import type { ApiNode } from "../evidence/cluster.ts";
import type { Present } from "../evidence/observed.ts";
import type { Host, HostRole } from "../inventory/inventory.ts";
import { type ExpectedRole, expectedRole } from "./expected-role.ts";
import { notOverSsh } from "./not-over-ssh.ts";

/** One thing in which an inventory and the API differ. */
export type Difference =
  | { readonly kind: "not-in-inventory"; readonly node: string; readonly role: HostRole; readonly remark?: string }
  | { readonly kind: "not-in-api"; readonly host: string }
  | { readonly kind: "role"; readonly host: string; readonly declared: HostRole; readonly expected: ExpectedRole };

/** In what an inventory's hosts and the API's nodes differ: hosts in the inventory's order, then nodes in the API's. */
export function compareWithNodes(hosts: readonly Host[], nodes: Present<readonly ApiNode[]>): readonly Difference[] {
  const listed = hosts.map(({ name, address }) => ({ node: name, address }));
  const inUse = new Set(nodes.value.map((node) => expectedRole(node).role));
  const missing = nodesWithoutHost(listed, nodes).map((node) => {
    const remark = notOverSsh(node);
    const { role } = expectedRole(node);
    return { kind: "not-in-inventory", node: node.name, role, ...(remark && { remark }) } as const;
  });
  return [...hosts.flatMap((host) => differencesOf(host, nodes, inUse)), ...missing];
}

function differencesOf(
  { name: host, address, role: declared }: Host,
  nodes: Present<readonly ApiNode[]>,
  inUse: ReadonlySet<HostRole>,
): readonly Difference[] {
  const found = findApiNode({ node: host, address }, nodes);
  // External etcd is no node of the cluster.
  if (found.state !== "present") return declared === "etcd" ? [] : [{ kind: "not-in-api", host }];
  const expected = expectedRole(found.value);
  if (expected.role === declared) return [];
  // Without such labels anywhere the API does not say who is what.
  return expected.role === "worker" && !inUse.has(declared) ? [] : [{ kind: "role", host, declared, expected }];
}

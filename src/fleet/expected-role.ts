import { controlPlaneLabel, controlPlaneTaint, isEtcdNode } from "../assess/node-labels.ts";
import type { ApiNode } from "../evidence/cluster.ts";
import type { HostRole } from "../inventory/inventory.ts";

/** The role that an inventory should give a node, and what of the API shows it. */
export type ExpectedRole = { readonly role: HostRole; readonly shownBy: string };

/** The role of a node by its labels and taints. */
export function expectedRole(node: ApiNode): ExpectedRole {
  const label = controlPlaneLabel(node);
  if (label !== undefined) return { role: "control-plane", shownBy: `its label ${label}` };
  const taint = controlPlaneTaint(node);
  if (taint !== undefined) return { role: "control-plane", shownBy: `its taint ${taint}` };
  if (isEtcdNode(node)) return { role: "etcd", shownBy: "its label node-role.kubernetes.io/etcd" };
  return { role: "worker", shownBy: "no label of another role" };
}

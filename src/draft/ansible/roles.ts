import type { HostRole } from "../../inventory/inventory.ts";

/** Group names by which installers call roles (kubespray and older ones, RKE2's and K3s' playbooks), dashes as underscores. */
const ofRole: Readonly<Record<HostRole, readonly string[]>> = {
  "control-plane": [
    "kube_control_plane",
    "kube_master",
    "control_plane",
    "controlplane",
    "controllers",
    "masters",
    "master",
    "server",
    "servers",
    "rke2_servers",
    "k3s_server",
  ],
  etcd: ["etcd"],
  // Route reflectors run a kubelet as every node does.
  worker: [
    "kube_node",
    "workers",
    "worker",
    "nodes",
    "node",
    "agent",
    "agents",
    "rke2_agents",
    "k3s_agent",
    "calico_rr",
  ],
};

/** The group of kubespray through which all others are reached. */
export const bastionGroup = "bastion";

const plain = (name: string): string => name.toLowerCase().replaceAll("-", "_");

/** Further groups, or hosts, that are of a role because somebody says so. */
export type SaidRoles = Readonly<Partial<Record<HostRole, readonly string[]>>>;

/** The role of a host by its groups; undefined where they say none. A control plane that is etcd or a worker too is one. */
export function roleByGroups(host: string, groups: ReadonlySet<string>, said: SaidRoles): HostRole | undefined {
  const names = new Set([...groups].map(plain));
  const roles = ["control-plane", "worker", "etcd"] as const;
  const isSaid = (role: HostRole): boolean =>
    (said[role] ?? []).some((name) => name === host || names.has(plain(name)));
  return roles.find(isSaid) ?? roles.find((role) => ofRole[role].some((name) => names.has(name)));
}

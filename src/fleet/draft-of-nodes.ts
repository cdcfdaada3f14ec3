import { keepsWorkloadsOff } from "../assess/node-labels.ts";
import type { DraftHost, DraftHosts, LeftOut } from "../draft/draft.ts";
import type { ApiNode } from "../evidence/cluster.ts";
import type { Observed } from "../evidence/observed.ts";
import { canonicalAddress } from "../inventory/addresses.ts";
import type { HostRole } from "../inventory/inventory.ts";
import { mostHosts, tooManyHosts } from "../inventory/ranges.ts";
import { namePattern } from "../inventory/schema.ts";
import { shown } from "../yaml-file/shown.ts";
import { expectedRole } from "./expected-role.ts";
import { type HostAddress, hostAddress } from "./host-address.ts";
import { notOverSsh } from "./not-over-ssh.ts";

/** What a draft is made from. */
export type KnownCluster = {
  readonly server: string;
  readonly version: Observed<string>;
  readonly nodes: readonly ApiNode[];
};

type Entry = HostAddress & { readonly node: ApiNode; readonly role: HostRole };

/** The hosts that a cluster's nodes are: the same nodes in any order give the same draft. */
export function draftOfNodes(cluster: KnownCluster): DraftHosts {
  const { entries, leftOut } = sortOut(cluster.nodes);
  const hasControlPlane = entries.some(({ role }) => role === "control-plane");
  return {
    hosts: entries.map(hostOf),
    leftOut,
    notTaken: [],
    preface: [...preface(cluster, entries.length), ...(hasControlPlane ? [] : noControlPlane)],
  };
}

const order: readonly HostRole[] = ["control-plane", "etcd", "worker"];

/** By role, then by name, without regard to any locale. */
function byRoleAndName(a: ApiNode, b: ApiNode): number {
  const byRole = order.indexOf(expectedRole(a).role) - order.indexOf(expectedRole(b).role);
  if (byRole !== 0 || a.name === b.name) return byRole;
  return a.name < b.name ? -1 : 1;
}

function sortOut(nodes: readonly ApiNode[]): {
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
} {
  const entries: Entry[] = [];
  const leftOut: LeftOut[] = [];
  const taken = new Map<string, string>();
  for (const node of nodes.toSorted(byRoleAndName)) {
    const place = hostAddress(node);
    const why = notOverSsh(node);
    const problem = why ?? unusable(node, place, taken, entries.length);
    if (problem !== undefined || place === undefined) {
      leftOut.push({ name: node.name, why: problem ?? "", unusable: why === undefined });
      continue;
    }
    for (const key of keysOf(node, place)) taken.set(key, node.name);
    entries.push({ ...place, node, role: expectedRole(node).role });
  }
  return { entries, leftOut };
}

/** What two hosts of one inventory may not share. */
const keysOf = ({ name }: ApiNode, { address }: HostAddress): readonly string[] => [
  `name ${name.toLowerCase()}`,
  `address ${canonicalAddress(address)}`,
];

function unusable(
  node: ApiNode,
  place: HostAddress | undefined,
  taken: ReadonlyMap<string, string>,
  written: number,
): string | undefined {
  if (!namePattern.test(node.name)) return "its name is none that an inventory can hold";
  if (place === undefined) return "the API gives no address of it";
  const [sameName, sameAddress] = keysOf(node, place).map((key) => taken.get(key));
  if (sameName !== undefined) return `its name differs from ${shown(sameName)} in capitals only`;
  if (sameAddress !== undefined) return `${shown(sameAddress)} has its address ${place.address}`;
  return written < mostHosts ? undefined : tooManyHosts;
}

function preface({ server, version, nodes }: KnownCluster, hosts: number): readonly string[] {
  const release = version.state === "present" ? `, version ${shown(version.value)}` : "";
  const address = server.replaceAll(/[^\x21-\x7e]/g, "?");
  return [
    `Written by plimsoll init: ${hosts} of ${nodes.length} nodes of ${address}${release}.`,
    "The hosts' keys must be in ~/.ssh/known_hosts, or in the file that knownHosts names.",
    "Hosts that are no nodes, such as those of an external etcd, are not known to the API: add them too.",
  ];
}

const noControlPlane = [
  "No control plane: no node has its labels or taints. A provider runs it, or its hosts are no nodes of the cluster;",
  "hosts of your own have to be added with role: control-plane.",
];

function hostOf({ node, address, remark, role }: Entry): DraftHost {
  const dual =
    role === "control-plane" && !keepsWorkloadsOff(node) ? "takes workloads too: no taint keeps them off" : "";
  const tainted = role === "control-plane" ? expectedRole(node).shownBy : "";
  const byTaint = tainted.startsWith("its taint") ? `by ${tainted}: no label says so` : "";
  const remarks = { address: remark, role: [byTaint, dual].filter((words) => words !== "").join("; ") };
  return { name: node.name, address, role, remarks };
}

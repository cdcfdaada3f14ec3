import { keepsWorkloadsOff } from "../assess/node-labels.ts";
import type { ApiNode } from "../evidence/cluster.ts";
import type { Observed } from "../evidence/observed.ts";
import { canonicalAddress } from "../inventory/addresses.ts";
import type { HostRole } from "../inventory/inventory.ts";
import { mostHosts, tooManyHosts } from "../inventory/ranges.ts";
import { isPrintable, namePattern } from "../inventory/schema.ts";
import { shown } from "../yaml-file/shown.ts";
import { expectedRole } from "./expected-role.ts";
import { type HostAddress, hostAddress } from "./host-address.ts";
import { notOverSsh } from "./not-over-ssh.ts";

/** How the API was reached, for the inventory to reach it again. */
export type GivenAccess = { readonly kubeconfig: string; readonly context?: string } | { readonly inCluster: true };

/** What an inventory is written from. */
export type KnownCluster = {
  readonly server: string;
  readonly version: Observed<string>;
  readonly nodes: readonly ApiNode[];
  readonly access: GivenAccess;
};

/** A node that is not in the inventory, and why. `unusable`: the inventory's rules forbid it, whatever it is. */
export type LeftOut = { readonly node: string; readonly why: string; readonly unusable: boolean };

/** An inventory as text, and what whoever asked for it should be told. */
export type InventoryText = {
  readonly text: string;
  readonly hosts: number;
  readonly leftOut: readonly LeftOut[];
  readonly hasControlPlane: boolean;
};

type Entry = HostAddress & { readonly node: ApiNode; readonly role: HostRole };

/** Writes the inventory of a cluster's nodes: the same nodes in any order give the same text. */
export function writeInventory(cluster: KnownCluster): InventoryText {
  const { entries, leftOut } = sortOut(cluster.nodes);
  const hasControlPlane = entries.some(({ role }) => role === "control-plane");
  const lines = [
    ...preface(cluster, entries.length),
    ...(hasControlPlane ? [] : noControlPlane),
    ...settings(cluster.access),
    "hosts:",
    ...entries.flatMap(entryLines),
    ...(leftOut.length === 0 ? [] : ["", "# Left out:"]),
    ...leftOut.map(({ node, why }) => `# - ${shown(node)}: ${why}`),
  ];
  return { text: lines.join("\n"), hosts: entries.length, leftOut, hasControlPlane };
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
      leftOut.push({ node: node.name, why: problem ?? "", unusable: why === undefined });
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
    `# Written by plimsoll inventory from-cluster: ${hosts} of ${nodes.length} nodes of ${address}${release}.`,
    "# To be added by a person, under ssh: the user who logs in on the hosts, and the key file (identityFile) unless an",
    "# SSH agent holds the key. The hosts' keys must be in ~/.ssh/known_hosts, or in the file that knownHosts names.",
    "# Hosts that are no nodes, such as those of an external etcd, are not known to the API: add them too.",
  ];
}

const noControlPlane = [
  "# No control plane: no node has its labels or taints. A provider runs it, or its hosts are no nodes of the cluster;",
  "# hosts of your own have to be added with role: control-plane.",
];

function settings(access: GivenAccess): readonly string[] {
  const context = "inCluster" in access ? undefined : access.context;
  const name = context !== undefined && namePattern.test(context) ? context : "cluster";
  return [
    "",
    `cluster: ${scalar(name)} # the name in reports and checklists`,
    ...("inCluster" in access ? ["api:", "  inCluster: true"] : given("kubeconfig", access.kubeconfig)),
    ...(context === undefined ? [] : given("context", context)),
    "ssh:",
    "  user: audit # a guess: who logs in on the hosts",
    "  # identityFile: ./id_ed25519",
  ];
}

const given = (key: string, value: string): readonly string[] =>
  isPrintable(value) ? [`${key}: ${scalar(value)}`] : [`# ${key}: ${shown(value)} cannot be written in an inventory`];

function entryLines({ node, address, remark, role }: Entry): readonly string[] {
  const dual =
    role === "control-plane" && !keepsWorkloadsOff(node) ? "takes workloads too: no taint keeps them off" : "";
  const tainted = role === "control-plane" ? expectedRole(node).shownBy : "";
  const byTaint = tainted.startsWith("its taint") ? `by ${tainted}: no label says so` : "";
  return [
    `  - name: ${scalar(node.name)}`,
    `    address: ${withRemark(scalar(address), remark)}`,
    `    role: ${withRemark(role, [byTaint, dual].filter((words) => words !== "").join("; "))}`,
  ];
}

const withRemark = (value: string, remark: string): string => (remark === "" ? value : `${value} # ${remark}`);

/** Text that YAML takes for text without quotes: none of its words for truth and nothing, and no number. */
const plain = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z](?:[a-z0-9.-]*[a-z0-9])?$|^\d+(?:\.\d+){3}$/i;

const scalar = (text: string): string => (plain.test(text) ? text : JSON.stringify(text));

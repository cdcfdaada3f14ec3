import { readFileSync } from "node:fs";
import type { PacketFilter } from "../../src/evidence/packet-filter.ts";
import { parseFilters } from "../../src/probes/parse/filter-lines.ts";

/** Rules by their text with what nft 1.0.6 prints of them as JSON, and the sets that they name. */
type Recorded = {
  readonly declared: string;
  readonly sets: readonly object[];
  readonly rules: Readonly<Record<string, readonly object[]>>;
};

const file = (name: string): URL => new URL(`packet-filters/${name}`, import.meta.url);

export const recordedRules = JSON.parse(readFileSync(file("rules.json"), "utf8")) as Recorded;

/** What the reader answered on a host where ufw, or firewalld, admits 6443 from 10.0.0.0/8. */
export const recordedFilters = (name: "ufw" | "firewalld"): Buffer => readFileSync(file(`${name}.txt`));

/** The packet filters of a node as kubeadm makes it, which kube-proxy and the kubelet write. */
export const filtersOfKubeadm = (): Buffer => readFileSync(new URL("../lab/kubeadm-1.36/filters.txt", import.meta.url));

/** A rule by its recorded text, or as nft would print it. */
export type GivenRule = string | readonly object[];

/** A table with the chain `input` on its hook, and `nodes`, to which its rules may jump. */
export type GivenTable = {
  readonly family?: string;
  readonly table?: string;
  readonly type?: string;
  readonly hook?: string;
  readonly priority?: number;
  readonly policy?: "accept" | "drop";
  readonly state?: "active" | "dormant";
  readonly flags?: string;
  readonly rules?: readonly GivenRule[];
  readonly nodes?: readonly GivenRule[];
};

function expressions(rule: GivenRule): readonly object[] {
  if (typeof rule !== "string") return rule;
  const recorded = recordedRules.rules[rule];
  if (recorded === undefined) throw new Error(`not recorded: ${rule}`);
  return recorded;
}

const chainOf = ({ family = "inet", table = "filter", hook = "input", ...given }: GivenTable) => ({
  ...{ family, table, name: "input", handle: 1, type: given.type ?? "filter", hook, prio: given.priority ?? 0 },
  policy: given.policy ?? "drop",
});

function tableLine(given: GivenTable): readonly string[] {
  if ((given.hook ?? "input") !== "input") return [];
  const { family, table } = chainOf(given);
  const rulesIn = (chain: string, rules: readonly GivenRule[] = []) =>
    rules.map((rule) => ({ rule: { family, table, chain, handle: 9, expr: expressions(rule) } }));
  const nftables = [
    { metainfo: { version: "1.0.6" } },
    { table: { family, name: table, handle: 1, ...(given.flags === undefined ? {} : { flags: given.flags }) } },
    ...recordedRules.sets,
    { chain: chainOf(given) },
    { chain: { family, table, name: "nodes", handle: 2 } },
    ...rulesIn("input", given.rules),
    ...rulesIn("nodes", given.nodes),
  ];
  return [`table|${given.state ?? "active"}|${JSON.stringify({ nftables })}`];
}

/** The reader's answer on a node with these tables, and lines besides. */
export function filterAnswer(tables: readonly GivenTable[], ...lines: readonly string[]): Buffer {
  const nftables = [{ metainfo: {} }, ...tables.map((given) => ({ chain: chainOf(given) }))];
  const all = ["packet filters", ...lines, `chains|${JSON.stringify({ nftables })}`, ...tables.flatMap(tableLine)];
  return Buffer.from(`${[...all, "complete|yes"].join("\n")}\n`);
}

/** The packet filters of a node with these tables. */
export const filterOf = (...tables: readonly GivenTable[]): PacketFilter => parseFilters(filterAnswer(tables));

/** What a condition of a filter's rule looks at, of what is understood; each in nft's own words. */
export type FilterSubject = "ip saddr" | "ip6 saddr" | "tcp dport" | "l4proto" | "nfproto" | "iif" | "ct state";

/**
 * One condition of a rule: that the subject is `among` the values (addresses, blocks and ranges of them, ports, names, or
 * a set of the table, `@name`), or that it is not. `opaque` may hold or not for any packet: what it looks at is all that is known of it.
 */
export type FilterCondition =
  | { readonly kind: FilterSubject; readonly not: boolean; readonly among: readonly string[] }
  | { readonly kind: "opaque"; readonly what: string };

/** What becomes of a packet for which all conditions hold; `unknown`: anything, as a statement is not understood. */
export type FilterVerdict =
  | { readonly kind: "accept" | "drop" | "return" | "unknown" }
  | { readonly kind: "jump" | "goto"; readonly chain: string };

/** A rule that decides something; those that only count or log are left out. */
export type FilterRule = { readonly conditions: readonly FilterCondition[]; readonly verdict: FilterVerdict };

/** A chain where packets enter, of any hook. */
export type BaseChain = {
  readonly family: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly hook: string;
  readonly priority: number;
  readonly policy: "accept" | "drop";
};

/** A table of nf_tables with a base chain on the input hook, and of its chains those that can be reached from there. */
export type FilterTable = {
  readonly family: string;
  readonly name: string;
  /** It may be switched off: nothing in it is sure to be in force. */
  readonly mayBeDormant: boolean;
  /** The sets that rules name, `@name`, with their values. */
  readonly sets: readonly { readonly name: string; readonly among: readonly string[] }[];
  readonly chains: readonly { readonly name: string; readonly rules: readonly FilterRule[] }[];
};

/** What netfilter has before a node's ports, in the node's own network. What eBPF programs do is not in it. */
export type PacketFilter = {
  /** Every base chain of nf_tables; none where the kernel has no nf_tables. */
  readonly baseChains: readonly BaseChain[];
  readonly tables: readonly FilterTable[];
  /** Tables of the older ip_tables and ip6_tables that are in use, `ip filter`: what is in them is not read. */
  readonly legacyTables: readonly string[];
  /** The node's own addresses, loopback included. */
  readonly addresses: readonly string[];
};

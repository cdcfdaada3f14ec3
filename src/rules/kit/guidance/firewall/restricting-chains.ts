import type { Listener } from "../../../../evidence/listeners.ts";
import type { BaseChain, FilterRule, PacketFilter } from "../../../../evidence/packet-filter.ts";
import type { Seen } from "../../../../findings/verdict.ts";
import { type IpFamily, isNarrow } from "./address-ranges.ts";
import { admittedBy } from "./admitted-sources.ts";
import type { Knock } from "./filter-match.ts";

/** What a base chain does with whoever begins a connection to a port. */
type ChainAtPort = { readonly isRestricting: boolean; readonly words: string };

/** The way to a port by one family of addresses, and whether it is proved that only named sources come through. */
export type Way = Knock & { readonly isRestricted: boolean; readonly words: string };

// NF_IP_PRI_NAT_SRC: chains of a higher priority see sources that address translation may have changed.
const beforeTranslation = 100;

/** By which addresses a socket is reached. A socket on `::` takes IPv4 too. */
const familiesOf = ({ address }: Listener): readonly IpFamily[] => {
  if (address === "::") return ["ip", "ip6"];
  return [address.includes(":") ? "ip6" : "ip"];
};

const isOnTheWay = ({ family, type, hook }: BaseChain, knock: Knock): boolean =>
  type === "filter" && hook === "input" && (family === "inet" || family === knock.family);

const shownAtMost = 3;
const fewOf = (words: readonly string[], between = ", "): string =>
  words.length > shownAtMost
    ? `${words.slice(0, shownAtMost).join(between)}${between}${words.length - shownAtMost} more`
    : words.join(between);

function describeRule({ conditions, verdict }: FilterRule): string {
  const asked = conditions.map((condition) =>
    condition.kind === "opaque"
      ? `${condition.what} ...`
      : `${condition.kind} ${condition.not ? "not " : ""}${fewOf(condition.among)}`,
  );
  const words = verdict.kind === "unknown" ? "a statement that is not understood" : verdict.kind;
  return [...asked, "chain" in verdict ? `${words} ${verdict.chain}` : words].join(" ");
}

function chainAtPort(chain: BaseChain, filter: PacketFilter, knock: Knock): ChainAtPort {
  const name = `${chain.family} ${chain.table} ${chain.name}, policy ${chain.policy}`;
  const table = filter.tables.find((one) => one.family === chain.family && one.name === chain.table);
  if (table === undefined || table.mayBeDormant) return { isRestricting: false, words: `${name}: may be switched off` };
  const { sources, by } = admittedBy(chain, table, knock);
  if (!isNarrow(sources, knock.family)) {
    const rules = by.map(({ chain: where, rule }) => `${where}: ${describeRule(rule)}`);
    return {
      isRestricting: false,
      words: `${name}: may admit any source (${fewOf(rules, "; ") || "by its policy"})`,
    };
  }
  return chain.priority < beforeTranslation
    ? { isRestricting: true, words: `${name}: admits ${sources.length === 0 ? "nobody" : "named sources only"}` }
    : { isRestricting: false, words: `${name}: comes after address translation (priority ${chain.priority})` };
}

function wayBy(knock: Knock, filter: PacketFilter): Way {
  const chains = filter.baseChains.filter((chain) => isOnTheWay(chain, knock));
  const each = chains.map((chain) => chainAtPort(chain, filter, knock));
  return {
    ...knock,
    isRestricted: each.some(({ isRestricting }) => isRestricting),
    words: each.map(({ words }) => words).join(" | ") || "no chain on the input hook",
  };
}

/** The ways to sockets, each port and family once; one chain that lets only named sources through is enough. */
export function waysTo(sockets: readonly Listener[], filter: PacketFilter): readonly Way[] {
  const knocks = sockets.flatMap((socket) =>
    familiesOf(socket).map((family): Knock => ({ family, port: socket.port })),
  );
  const unique = new Map(knocks.map((knock) => [`${knock.port} ${knock.family}`, knock]));
  return [...unique.values()]
    .toSorted((a, b) => a.port - b.port || a.family.length - b.family.length)
    .map((knock) => wayBy(knock, filter));
}

/** Ways as rows; ports with the same chains before them are one. */
export function wayRows(ways: readonly Way[], source: Seen["source"]): readonly Seen[] {
  const byWords = new Map<string, readonly Way[]>();
  for (const way of ways) {
    const key = `${way.family} ${way.words}`;
    byWords.set(key, [...(byWords.get(key) ?? []), way]);
  }
  return [...byWords.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const ports = [first, ...others].map(({ port }) => port).join(", ");
    const version = first.family === "ip" ? "IPv4" : "IPv6";
    return [{ what: `packet filter before ${ports}/tcp, ${version}`, value: first.words, source }];
  });
}

import type { BaseChain, FilterTable, PacketFilter } from "../../evidence/packet-filter.ts";
import { ipv6Text } from "./ipv6-text.ts";
import { baseChainsOf, parseListing, readTable } from "./nft-dump.ts";
import { oncePerText } from "./once-per-text.ts";

const families = ["ip", "ip6", "inet"];

/** A line in its first words and what is left of it; JSON may hold bars of its own. */
function split(line: string, words: number): readonly string[] {
  const parts = line.split("|");
  return [...parts.slice(0, words), parts.slice(words).join("|")];
}

function addressOf(family: string | undefined, text: string): string {
  if (family === "ip" && /^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text;
  if (family === "ip6" && /^[0-9a-f]{32}$/.test(text)) return ipv6Text(Buffer.from(text, "hex"));
  throw new Error(`not an address: ${JSON.stringify(text.slice(0, 40))}`);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

type ReadTable = { readonly table: FilterTable; readonly onInput: readonly string[] };

const onInput = (chains: readonly BaseChain[]): readonly string[] =>
  chains
    .filter(({ family, hook }) => hook === "input" && families.includes(family))
    .map((chain) => JSON.stringify(chain))
    .toSorted();

/** The base chains in a listing of all chains. Nodes that were made alike have the same ones. */
const parseChains = oncePerText((line) => baseChainsOf(parseListing(split(line, 1)[1] ?? "")));

/** A table, and the base chains in it on input. */
const parseTable = oncePerText((line): ReadTable => {
  const [, state = "", json = ""] = split(line, 2);
  const listing = parseListing(json);
  return { table: readTable(listing, state), onInput: onInput(baseChainsOf(listing)) };
});

/**
 * What filters packets to a node.
 * @throws Error where the node could not show all of it, or it changed while it was shown.
 */
export function parseFilters(payload: Buffer): PacketFilter {
  const [head, ...lines] = utf8.decode(payload).trimEnd().split("\n");
  const why = lines.find((line) => line.startsWith("complete|no|"))?.slice("complete|no|".length);
  if (head !== "packet filters" || lines.at(-1) !== "complete|yes" || why !== undefined) {
    throw new Error(`the packet filters are not complete: ${why ?? "the answer has no end"}`);
  }
  const of = (kind: string) => lines.filter((line) => line.startsWith(`${kind}|`));
  if (lines.some((line) => !/^(address|legacy|nf_tables|chains|table|complete)\|/.test(line))) {
    throw new Error("not a list of packet filters");
  }
  const listed = of("chains");
  if (listed.length + of("nf_tables").length !== 1) throw new Error("not one list of chains");
  const baseChains = listed.flatMap(parseChains);
  const tables = of("table").map(parseTable);
  const shown = tables.flatMap((one) => one.onInput).toSorted();
  if (JSON.stringify(shown) !== JSON.stringify(onInput(baseChains))) {
    throw new Error("the packet filters changed while they were read");
  }
  return {
    baseChains,
    tables: tables.map(({ table }) => table),
    legacyTables: of("legacy").map((line) => split(line, 1)[1]?.replace("|", " ") ?? ""),
    addresses: [...new Set(of("address"))].map((line) => {
      const [, family, address = ""] = split(line, 2);
      return addressOf(family, address);
    }),
  };
}

import { describe, expect, it } from "vitest";
import { parseFilters } from "../../../src/probes/parse/filter-lines.ts";
import { filterAnswer, filterOf, filtersOfKubeadm, type GivenTable } from "../../support/nft-rules.ts";

const text = (...lines: readonly string[]) => Buffer.from(`${["packet filters", ...lines].join("\n")}\n`);
const none = { nftables: [{ metainfo: {} }] };

describe("what filters packets to a node", () => {
  it("is nothing where the kernel has no nf_tables", () => {
    expect(parseFilters(text("address|ip|127.0.0.1", "nf_tables|none", "complete|yes"))).toEqual({
      baseChains: [],
      tables: [],
      legacyTables: [],
      addresses: ["127.0.0.1"],
    });
  });

  it("has addresses in their usual form, and the names of older tables", () => {
    const lines = [
      "legacy|ip|filter",
      "legacy|ip6|nat",
      "address|ip|10.0.0.7",
      "address|ip6|20010db8000000000000000000000001",
    ];
    expect(parseFilters(filterAnswer([], ...lines))).toMatchObject({
      legacyTables: ["ip filter", "ip6 nat"],
      addresses: ["10.0.0.7", "2001:db8::1"],
    });
  });

  it("keeps of a table what its chains on the input hook come to, and what their rules name", () => {
    const filter = filterOf({ rules: ["tcp dport 6443 ip saddr @allowed accept", "meta mark set 0x1"] });
    expect(filter.baseChains).toMatchObject([{ table: "filter", hook: "input", priority: 0, policy: "drop" }]);
    expect(filter.tables).toEqual([
      {
        family: "inet",
        name: "filter",
        mayBeDormant: false,
        sets: [{ name: "@allowed", among: ["10.0.0.0/8", "172.16.0.1", "192.168.1.1-192.168.1.9"] }],
        chains: [
          {
            name: "input",
            rules: [
              {
                conditions: [
                  { kind: "l4proto", not: false, among: ["tcp"] },
                  { kind: "tcp dport", not: false, among: ["6443"] },
                  { kind: "nfproto", not: false, among: ["ipv4"] },
                  { kind: "ip saddr", not: false, among: ["@allowed"] },
                ],
                verdict: { kind: "accept" },
              },
            ],
          },
        ],
      },
    ]);
  });

  it("knows the hooks of all tables, and the rules of those before the node's own ports only", () => {
    const { baseChains, tables } = parseFilters(filtersOfKubeadm());
    expect(new Set(baseChains.map(({ hook }) => hook))).toEqual(
      new Set(["prerouting", "input", "forward", "output", "postrouting"]),
    );
    const names = tables.flatMap(({ family, name, chains }) =>
      chains.map((chain) => `${family} ${name} ${chain.name}`),
    );
    expect(names).toContain("ip filter KUBE-FIREWALL");
    expect(names).not.toContain("ip filter KUBE-FORWARD");
  });

  it.each<readonly [string, Buffer, string]>([
    ["no end", text("nf_tables|none"), "not complete"],
    ["a reason", text("complete|no|nft failed", "complete|yes"), "not complete: nft failed"],
    ["another head", Buffer.from("complete|yes\n"), "not complete"],
    ["other lines", text("nf_tables|none", "Segmentation fault", "complete|yes"), "not a list of packet filters"],
    ["no word on nf_tables", text("complete|yes"), "not one list of chains"],
    ["two words on it", text("nf_tables|none", `chains|${JSON.stringify(none)}`, "complete|yes"), "not one list"],
    ["no JSON", text("chains|{", "complete|yes"), "JSON"],
    ["an address that is none", text("address|ip|1.2.3", "nf_tables|none", "complete|yes"), "not an address"],
    ["bytes that are no text", Buffer.from([0xff, 0x0a]), "utf-8"],
    [
      "a table that was not shown",
      Buffer.from(
        filterAnswer([{}])
          .toString()
          .replace(/^table.*\n/m, ""),
      ),
      "changed while they were read",
    ],
    [
      "a chain that was another before",
      Buffer.from(filterAnswer([{}]).toString().replace('"policy":"drop"', '"policy":"accept"')),
      "changed while they were read",
    ],
    [
      "a chain without priority",
      Buffer.from(filterAnswer([{}]).toString().replaceAll('"prio":0,', "")),
      "without type and priority",
    ],
  ])("is not known by %s", (_, answer, message) => {
    expect(() => parseFilters(answer)).toThrow(message);
  });

  it("is not known where its maps make too many rules of few", () => {
    const elem = Array.from({ length: 5000 }, (_, port) => [port, { accept: null }]);
    const vmap = [{ vmap: { key: { payload: { protocol: "tcp", field: "dport" } }, data: { set: elem } } }];
    const table: GivenTable = { rules: Array.from({ length: 5 }, () => vmap) };
    expect(() => filterOf(table)).toThrow("more than 20000 rules");
  });
});

import { describe, expect, it } from "vitest";
import { parseFilters } from "../../../../src/probes/parse/filter-lines.ts";
import { waysTo } from "../../../../src/rules/kit/guidance/firewall/restricting-chains.ts";
import {
  filterOf,
  filtersOfKubeadm,
  type GivenRule,
  type GivenTable,
  recordedFilters,
} from "../../../support/nft-rules.ts";

const socket = (address: string, port = 6443) => ({ protocol: "tcp", address, port }) as const;
const isRestricted = (address: string, ...tables: readonly GivenTable[]): boolean =>
  waysTo([socket(address)], filterOf(...tables)).every((way) => way.isRestricted);

type Case = readonly [rules: readonly GivenRule[], isRestricted: boolean];

const queue = [{ queue: { num: 1 } }];
const match = (left: object, right: unknown, op = "==") => ({ match: { op, left, right } });
const dport = { payload: { protocol: "tcp", field: "dport" } };
const saddr = { payload: { protocol: "ip", field: "saddr" } };
const xt = (type: string, name: string) => ({ xt: { type, name } });
const accept = { accept: null };

describe("a chain that drops by its policy", () => {
  const cases: readonly Case[] = [
    [[], true],
    [["accept"], false],
    [["continue", "meta mark set 0x1", 'log prefix "in: " counter'], true],
    // Sources.
    [["tcp dport 6443 ip saddr 10.0.0.0/8 accept"], true],
    [["tcp dport 6443 ip saddr { 10.0.0.1, 10.0.0.2 } accept"], true],
    [["tcp dport 6443 ip saddr @allowed accept"], true],
    [["ip saddr @nobody accept"], true],
    [["tcp dport 6443 accept"], false],
    [["tcp dport 6443 ip saddr 0.0.0.0/1 accept"], false],
    [["ip saddr @halves accept"], false],
    [["tcp dport 6443 ip saddr != 10.0.0.0/8 accept"], false],
    [["ip saddr and 255.0.0.255 == 10.0.0.1 accept"], false],
    [["ip saddr . tcp dport @pairs accept"], false],
    [["tcp dport 6443 ip6 saddr @sites accept"], true],
    // A set that packets add to, and one that forgets.
    [["ip saddr @added accept"], true],
    [["ip saddr @added accept", "tcp dport 9 add @added { ip saddr }"], false],
    [["ip saddr @forgotten accept"], false],
    [[[match(saddr, "@elsewhere"), accept]], false],
    [[[match(saddr, { set: ["*"] }), accept]], false],
    [[[match(saddr, "a name"), accept]], false],
    // Ports and protocols.
    [["tcp dport { 22, 80-90 } accept"], true],
    [["tcp dport 6000-7000 accept"], false],
    [["tcp dport @ports accept"], false],
    [["tcp dport != 22 accept"], false],
    [["tcp dport >= 1024 accept"], false],
    [["meta l4proto { tcp, udp } th dport 53 accept"], true],
    [["meta l4proto { tcp, udp } th dport 6443 accept"], false],
    [["meta l4proto icmp accept", "meta l4proto { icmp, ipv6-icmp } accept", "ip protocol icmp accept"], true],
    [["icmp type echo-request accept", "icmpv6 type { nd-neighbor-solicit, nd-router-advert } accept"], true],
    [["meta l4proto != tcp accept", "udp dport 6443 accept"], true],
    [["tcp sport 443 accept"], false],
    [["tcp flags syn accept"], false],
    [[[match({ meta: { key: "l4proto" } }, "transmission"), accept]], false],
    [[[match({ meta: { key: "l4proto" } }, { set: ["*"] }), accept]], false],
    [[[match({ meta: { key: "l4proto" } }, 6), accept]], false],
    [[[match(dport, "sun-sr-https"), accept]], false],
    [[[match({ payload: { tunnel: "vxlan", protocol: "ip", field: "saddr" } }, "10.0.0.1"), accept]], false],
    // States.
    [["ct state established,related accept"], true],
    [["ct state { established, related } accept"], true],
    [["ct state vmap { established : accept, related : accept, invalid : drop }"], true],
    [["ct state vmap { new : accept }"], false],
    [["ct state new accept"], false],
    [["ct state untracked accept"], false],
    [["ct state != invalid accept"], false],
    [["ct status dnat accept"], false],
    [[[match({ ct: { key: "state", dir: "original" } }, "established", "in"), accept]], false],
    // Interfaces.
    [["iif lo accept", 'iifname "lo" accept'], true],
    [['iifname "eth0" accept'], false],
    [['iifname { "lo", "eth*" } accept'], false],
    // What may be anything.
    [["limit rate 5/second accept"], false],
    [["meta mark 0x1 accept"], false],
    [["fib daddr type local accept"], false],
    [["ip saddr set 10.0.0.1", "ip saddr 10.0.0.0/8 accept"], false],
    [[queue], false],
    [["ct state invalid drop", queue], false],
    [["counter drop", queue], true],
    [[[match(dport, 22), ...queue]], true],
    [[[...queue, match(dport, 22), accept]], false],
    [[[{ "from the future": {} }]], false],
    [[[{ vmap: { key: dport, data: "@elsewhere" } }]], false],
    [[[{ vmap: { key: dport, data: { set: [["*", accept]] } } }]], false],
    [[[{ vmap: { key: dport, data: { set: [[22, accept]] } } }, accept]], false],
    // Of iptables' extensions only their names are shown.
    [[[xt("match", "conntrack"), accept]], false],
    [[[xt("match", "comment"), match(dport, 22), accept]], true],
    [[[xt("target", "LOG")]], true],
    [[[xt("target", "NFQUEUE")]], false],
    [[[{ xt: null }, { drop: null }]], true],
    [[[{ xt: null }]], false],
  ];
  it.each(cases)("%j: %s", (rules, expected) => {
    expect(isRestricted("0.0.0.0", { rules })).toBe(expected);
  });
});

describe("a chain that accepts by its policy", () => {
  const cases: readonly Case[] = [
    [[], false],
    [["counter drop"], true],
    [["counter reject with icmpx admin-prohibited"], true],
    [["tcp dport 6443 drop"], true],
    [["tcp dport 6443 ip saddr != 10.0.0.0/8 drop"], true],
    [["tcp dport 6443 ip saddr != @allowed drop"], true],
    [["tcp dport 6443 ip saddr @allowed accept", "tcp dport 6443 drop"], true],
    [["tcp dport 6443 ip saddr 10.0.0.0/8 return", "tcp dport 6443 drop"], true],
    [['iifname != "lo" drop'], true],
    // Nothing of this is certain to drop.
    [["limit rate 5/second drop"], false],
    [["ip daddr 10.0.0.0/8 drop"], false],
    [["ct state invalid drop"], false],
    [['iifname "eth0" tcp dport 6443 drop'], false],
    [["tcp dport 6443 ip6 saddr != @sites drop"], false],
    [["meta nfproto ipv6 drop"], false],
    [["tcp dport 6443 ip saddr != 10.0.0.0/8 accept", "counter drop"], false],
    [[[xt("match", "conntrack"), { drop: null }]], false],
    [[[match(saddr, "@elsewhere", "!="), { drop: null }]], false],
  ];
  it.each(cases)("%j: %s", (rules, expected) => {
    expect(isRestricted("0.0.0.0", { rules, policy: "accept" })).toBe(expected);
  });
});

describe("a chain that jumps", () => {
  type JumpCase = readonly [rules: readonly GivenRule[], nodes: readonly GivenRule[], isRestricted: boolean];
  const cases: readonly JumpCase[] = [
    [["jump nodes"], [], true],
    [["jump nodes"], ["ip saddr 10.0.0.0/8 accept"], true],
    [["jump nodes"], ["accept"], false],
    [["tcp dport vmap { 22 : accept, 6443 : jump nodes }"], ["ip saddr 10.0.0.0/8 accept"], true],
    [["tcp dport vmap @decided"], ["ip saddr 10.0.0.0/8 accept"], true],
    [["tcp dport vmap @decided"], ["accept"], false],
    // Who is not dropped there comes back; who goes there does not.
    [["jump nodes", "accept"], ["counter drop"], true],
    [["jump nodes", "accept"], ["ip saddr 10.0.0.0/8 accept"], false],
    [["tcp dport 6443 goto nodes", "accept"], ["ip saddr 10.0.0.0/8 accept"], true],
    [["tcp dport 6443 jump nodes"], ["tcp dport 6443 ip saddr 10.0.0.0/8 return", "accept"], false],
    // What the kernel refuses is not taken for anything.
    [["jump nodes"], ["jump nodes"], false],
    [[[{ jump: { target: "nowhere" } }]], [], false],
  ];
  it.each(cases)("%j, and there %j: %s", (rules, nodes, expected) => {
    expect(isRestricted("0.0.0.0", { rules, nodes })).toBe(expected);
  });

  it("is given up where its chains call each other too often", () => {
    const chains = Array.from({ length: 15 }, (_, index) => ({
      name: `c${index}`,
      rules: Array.from({ length: 9 }, () => ({
        conditions: [],
        verdict: { kind: "jump", chain: `c${index + 1}` } as const,
      })),
    }));
    const { baseChains, tables } = filterOf({ rules: [] });
    const [chain, table] = [baseChains[0], tables[0]];
    if (chain === undefined || table === undefined) throw new Error("no chain");
    const filter = {
      ...filterOf({}),
      baseChains: [{ ...chain, name: "c0" }],
      tables: [{ ...table, chains: [...chains, { name: "c15", rules: [] }] }],
    };
    expect(waysTo([socket("0.0.0.0")], filter)).toMatchObject([{ isRestricted: false }]);
  });
});

describe("which chain counts", () => {
  const closed: GivenTable = { rules: [] };
  const open: GivenTable = { table: "other", policy: "accept" };

  it.each<readonly [string, string, readonly GivenTable[], boolean]>([
    ["IPv6 by inet", "fd00::1", [closed], true],
    ["both by inet", "::", [closed], true],
    ["IPv4 by ip", "10.0.0.7", [{ ...closed, family: "ip" }], true],
    ["IPv6 not by ip", "fd00::1", [{ ...closed, family: "ip" }], false],
    ["both not by ip", "::", [{ ...closed, family: "ip" }], false],
    [
      "both by ip and ip6",
      "::",
      [
        { ...closed, family: "ip" },
        { ...closed, family: "ip6" },
      ],
      true,
    ],
    ["IPv6 by its own sources", "fd00::1", [{ rules: ["tcp dport 6443 ip6 saddr @sites accept"] }], true],
    ["IPv4's sources are not IPv6's", "fd00::1", [{ rules: ["meta nfproto ipv4 accept"] }], true],
    ["an extension header of IPv6 hides TCP", "fd00::1", [{ rules: ["ip6 nexthdr 0 accept"] }], false],
    ["ICMPv6 does not", "fd00::1", [{ rules: ["ip6 nexthdr ipv6-icmp accept"] }], true],
    ["one of several is enough", "0.0.0.0", [open, closed], true],
    ["not one that is switched off", "0.0.0.0", [{ ...closed, state: "dormant" }], false],
    ["nor one with other flags", "0.0.0.0", [{ ...closed, flags: "Lester Gooch #5" }], false],
    ["nor one of another hook", "0.0.0.0", [{ ...closed, hook: "forward" }], false],
    ["nor one of address translation", "0.0.0.0", [{ ...closed, type: "nat" }], false],
    ["nor one behind that", "0.0.0.0", [{ ...closed, priority: 100 }], false],
    ["none at all", "0.0.0.0", [], false],
  ])("%s", (_, address, tables, expected) => {
    expect(isRestricted(address, ...tables)).toBe(expected);
  });
});

describe("recorded rules", () => {
  const words = (answer: Buffer) =>
    waysTo([socket("::")], parseFilters(answer)).map((way) => [way.isRestricted, way.words]);

  it("of kube-proxy restrict nothing", () => {
    expect(words(filtersOfKubeadm())).toMatchInlineSnapshot(`
      [
        [
          false,
          "ip filter INPUT, policy accept: may admit any source (by its policy) | ip mangle INPUT, policy accept: may admit any source (by its policy)",
        ],
        [
          false,
          "ip6 filter INPUT, policy accept: may admit any source (by its policy)",
        ],
      ]
    `);
  });

  it("of ufw may let through all, for connection states are extensions there", () => {
    expect(words(recordedFilters("ufw"))).toMatchInlineSnapshot(`
      [
        [
          false,
          "ip filter INPUT, policy drop: may admit any source (ufw-before-input: xt conntrack ... accept)",
        ],
        [
          false,
          "ip6 filter INPUT, policy drop: may admit any source (ufw6-before-input: xt conntrack ... accept)",
        ],
      ]
    `);
  });

  it("of firewalld let through what was translated", () => {
    expect(words(recordedFilters("firewalld"))).toMatchInlineSnapshot(`
      [
        [
          false,
          "inet firewalld filter_INPUT, policy accept: may admit any source (filter_INPUT: ct status ... accept)",
        ],
        [
          false,
          "inet firewalld filter_INPUT, policy accept: may admit any source (filter_INPUT: ct status ... accept)",
        ],
      ]
    `);
  });
});

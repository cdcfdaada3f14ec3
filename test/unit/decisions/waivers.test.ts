import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDecisions } from "../../../src/decisions/load.ts";
import { mistakesIn, siteOf } from "./decisions-text.ts";

const waiver = (given: string) =>
  `waivers: [{ rule: V-242387, scope: { cluster: true }, reason: r, approver: a, expires: 2027-01-31, ${given} }]`;
const scoped = (scope: string, rule = "V-242387") =>
  `waivers: [{ rule: ${rule}, scope: ${scope}, reason: r, approver: a, expires: 2027-01-31 }]`;
const attested = (given: string, rule = "V-242410") =>
  `{ rule: ${rule}, status: not_a_finding, statement: s, by: b, date: 2026-01-01, ${given} }`;

describe("waivers", () => {
  it("are open and keep the line on which they stand", () => {
    const text = [
      "waivers:",
      "  - rule: V-242387",
      "    scope: { nodes: [w*] }",
      "    reason: r",
      "    approver: a",
      "    expires: 2027-01-31",
    ];
    expect(siteOf(text.join("\n")).waivers).toEqual([
      {
        rule: "V-242387",
        scope: { nodes: ["w*"] },
        reason: "r",
        approver: "a",
        expires: "2027-01-31",
        status: "open",
        line: 2,
      },
    ]);
  });

  it.each([
    "{ cluster: true }",
    "{ roles: [worker, etcd] }",
    "{ nodes: ['*'] }",
    "{ namespaces: [shop-*] }",
    "{ objects: [{ kind: Node, name: n }, { namespace: '*', kind: Pod, name: a* }] }",
  ])("take the scope %s", (scope) => {
    expect(mistakesIn(scoped(scope))).toEqual([]);
  });

  it("may be of a rule that only another release has, and of a check of the guidance", () => {
    expect(mistakesIn(scoped("{ cluster: true }", "V-242386"))).toEqual([]);
    expect(mistakesIn(scoped("{ cluster: true }", "non-root-containers"))).toEqual([]);
  });

  it("may be of a rule beyond those that are known: the user may bring its release", () => {
    expect(mistakesIn(scoped("{ cluster: true }", "V-399999"))).toEqual([]);
  });

  it.each([
    [
      "no rule",
      scoped("{ cluster: true }", "V-24238"),
      /there is no rule "V-24238" in any release .*did you mean "V-2423\d\d"/,
    ],
    ["a rule that was never there", scoped("{ cluster: true }", "V-242300"), /there is no rule "V-242300"/],
    [
      "a check that there is not",
      scoped("{ cluster: true }", "nonroot-container"),
      /did you mean "non-root-containers"/,
    ],
    ["an unknown key", waiver("aprover: x"), /unknown key "aprover" in a waiver \(did you mean "approver"\?\)/],
    ["an unknown scope", scoped("{ node: [w1] }"), /unknown key "node" in a scope \(did you mean "nodes"\?\)/],
    [
      "two scopes",
      scoped("{ nodes: [w1], roles: [worker] }"),
      /"scope" must be a map with one of cluster, roles, .*for two write two waivers/,
    ],
    ["an empty scope", scoped("{}"), /"scope" must be a map with one of/],
    ["an empty list", scoped("{ nodes: [] }"), /"nodes" must be a list of names of nodes, at least one/],
    ["a scope that is no map", scoped("cluster"), /"scope" must be a map, not "cluster"/],
    ["no cluster", scoped("{ cluster: false }"), /"cluster" must be true/],
    ["an unknown role", scoped("{ roles: [master] }"), /a role must be control-plane, worker or etcd, not "master"/],
    ["an object without a kind", scoped("{ objects: [{ name: n }] }"), /missing key "kind" in an object/],
    [
      "a namespace that there cannot be",
      scoped("{ namespaces: [Shop] }"),
      /a namespace must be the name of a namespace/,
    ],
    ["another status", waiver("status: not_reviewed"), /"status" must be open, not_a_finding or not_applicable/],
    [
      "a fingerprint of another form",
      waiver("fingerprint: 12ab"),
      /"fingerprint" must be a fingerprint as reports show it/,
    ],
    ["a reason with an escape", waiver('ticket: "a\\eb"'), /"ticket" must be printable text/],
  ])("are refused: %s", (_what, text, sentence) => {
    expect(mistakesIn(text)).toEqual([expect.stringMatching(sentence)]);
  });

  it("have to end", () => {
    const text = "waivers: [{ rule: V-242387, scope: { cluster: true }, reason: r, approver: a }]";
    expect(mistakesIn(text)).toEqual(['decisions.yaml:1:11: missing key "expires" in a waiver']);
    expect(mistakesIn(text.replace("approver: a", "approver: a, expires: 2027-02-30"))).toEqual([
      expect.stringContaining('"expires" must be a date that exists, written YYYY-MM-DD, not "2027-02-30"'),
    ]);
  });
});

describe("attestations", () => {
  it("may follow one another", () => {
    const list = [attested("expires: 2026-06-30"), attested("expires: 2026-12-31").replace("01-01", "07-01")];
    expect(siteOf(`attestations: [${list.join(", ")}]`).attestations).toMatchObject([
      { rule: "V-242410", date: "2026-01-01", expires: "2026-06-30" },
      { rule: "V-242410", date: "2026-07-01", expires: "2026-12-31" },
    ]);
  });

  it("of one rule do not hold at once", () => {
    const list = [attested("expires: 2026-07-01"), attested("expires: 2026-12-31").replace("01-01", "07-01")];
    expect(mistakesIn(`attestations:\n  - ${list.join("\n  - ")}`)).toEqual([
      "decisions.yaml:3:1: a second attestation of V-242410 holds while that of line 2 does (2026-01-01 to 2026-07-01): " +
        "let one end before the other begins",
    ]);
    expect(mistakesIn(`attestations: [${list[0]}, ${attested("expires: 2026-07-01", "V-242411")}]`)).toEqual([]);
  });

  it.each([
    [
      "an end before the beginning",
      attested("expires: 2025-12-31"),
      /"expires" must be no day before its date, not "2025-12-31"/,
    ],
    ["no end", attested("ticket: t"), /missing key "expires" in an attestation/],
    ["no rule", attested("expires: 2027-01-01", "V-1"), /there is no rule "V-1"/],
    ["an unknown key", attested("expires: 2027-01-01, approver: a"), /unknown key "approver" in an attestation/],
  ])("are refused: %s", (_what, entry, sentence) => {
    expect(mistakesIn(`attestations: [${entry}]`)).toEqual([expect.stringMatching(sentence)]);
  });
});

it("the example has a waiver of every scope, and an attestation", async () => {
  const example = join(import.meta.dirname, "../../../inventory/decisions.yaml");
  const { waivers = [], attestations = [] } = (await loadDecisions(example)).site;
  expect(waivers.flatMap(({ scope }) => Object.keys(scope)).toSorted()).toEqual([
    "cluster",
    "namespaces",
    "nodes",
    "objects",
    "roles",
  ]);
  expect(attestations).toMatchObject([{ rule: "V-242410", by: "J. Doe, ISSO" }]);
  const lines = readFileSync(example, "utf8").split("\n");
  for (const { line, rule } of [...waivers, ...attestations]) expect(lines[line - 1]).toContain(`rule: ${rule}`);
});

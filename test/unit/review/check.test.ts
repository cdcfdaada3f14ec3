import { describe, expect, it } from "vitest";
import { undecided } from "../../../src/evidence/site.ts";
import type { Waiver, WaiverScope } from "../../../src/evidence/waivers.ts";
import { complaintsOf } from "../../../src/review/check/check.ts";
import { attestation, attestations, rule, said, waiver, waivers, words } from "./decisions-of-run.ts";

describe("a decisions file by itself", () => {
  it("may be all right", () => {
    expect(said({ ...waivers(waiver()), ...attestations(attestation()), waivers: [waiver()] })).toEqual([]);
    expect(said(undecided)).toEqual([]);
  });

  it("has entries that expired, or soon will, in the order of the file", () => {
    const list = { document: "D", expires: "2026-11-21", components: {} };
    expect(
      words({
        ...undecided,
        ppsm: list,
        waivers: [
          waiver({ expires: "2026-11-22", line: 8 }),
          waiver({ expires: "2026-12-22", line: 7, scope: { nodes: ["w2"] } }),
          waiver({ expires: "2026-12-23", line: 6, scope: { nodes: ["w3"] } }),
          waiver({ expires: "2026-11-21", line: 5, scope: { nodes: ["w4"] } }),
        ],
        attestations: [attestation({ expires: "2026-11-23" })],
      }),
    ).toEqual([
      "- expired: the approved list of ports (ppsm) held until 2026-11-21: have it approved again, or remove it",
      `5 expired: the waiver of ${rule} held until 2026-11-21: have it approved again, or remove it`,
      `7 hint: the waiver of ${rule} ends in 30 days, on 2026-12-22`,
      `8 hint: the waiver of ${rule} ends today, on 2026-11-22`,
      "9 hint: the attestation of V-242410 ends in 1 day, on 2026-11-23",
    ]);
  });

  it("has no expired attestation where another follows it", () => {
    const old = attestation({ expires: "2026-06-01" });
    expect(said(attestations(old, attestation({ date: "2026-06-02", line: 12 })))).toEqual([]);
  });

  it.each<[string, WaiverScope, WaiverScope, boolean]>([
    ["one node", { nodes: ["w1"] }, { nodes: ["w1"] }, true],
    ["a pattern and a node", { nodes: ["w*"] }, { nodes: ["w1"] }, true],
    ["two nodes", { nodes: ["w1"] }, { nodes: ["w2"] }, false],
    ["the cluster and a role", { cluster: true }, { roles: ["worker"] }, true],
    ["two roles", { roles: ["worker"] }, { roles: ["control-plane"] }, false],
    ["a role and a node, which only a run could tell", { roles: ["worker"] }, { nodes: ["w1"] }, false],
    ["namespaces", { namespaces: ["shop-*"] }, { namespaces: ["shop-a"] }, true],
    [
      "a namespace and an object in it",
      { objects: [{ namespace: "shop", kind: "Pod", name: "a" }] },
      { namespaces: ["shop"] },
      true,
    ],
    ["a namespace and itself", { namespaces: ["shop"] }, { objects: [{ kind: "Namespace", name: "shop" }] }, true],
    [
      "a namespace and an object elsewhere",
      { namespaces: ["shop"] },
      { objects: [{ namespace: "db", kind: "Pod", name: "a" }] },
      false,
    ],
    [
      "objects",
      { objects: [{ namespace: "*", kind: "Pod", name: "a*" }] },
      { objects: [{ namespace: "x", kind: "Pod", name: "ab" }] },
      true,
    ],
    [
      "objects in a namespace and in none",
      { objects: [{ namespace: "*", kind: "*", name: "*" }] },
      { objects: [{ kind: "User", name: "u" }] },
      false,
    ],
  ])("contradicts itself by two statuses of %s: it depends", (_what, first, second, expected) => {
    const two = waivers(
      waiver({ rule: "V-999999", scope: first }),
      waiver({ rule: "V-999999", scope: second, status: "not_applicable", fingerprint: "x", line: 4 }),
    );
    const found = words(two).filter((sentence) => sentence.includes("contradictory"));
    const sentence =
      "4 contradictory: the waiver of V-999999 calls it not_applicable, that of line 3 calls some of the same open, and " +
      "the worse counts: keep one, or narrow its scope";
    expect(found).toEqual(expected ? [sentence] : []);
    const alike = said(waivers(waiver({ scope: first }), waiver({ scope: first, line: 4 })));
    expect(alike.filter(({ kind }) => kind === "contradictory")).toEqual([]);
  });

  it("attests what the provider attests", () => {
    const providerAttestation = { rules: { "V-242410": { status: "not_applicable", statement: "s" } } } as const;
    expect(words({ ...attestations(attestation()), providerAttestation })).toEqual([
      "9 contradictory: the attestation of V-242410 is the provider's too, in providerAttestation: keep the one of whoever answers for it",
    ]);
  });

  it.each<[string, Partial<Waiver>, boolean]>([
    ["all of CAT I", { rule: "V-242387", scope: { cluster: true } }, true],
    ["all nodes of CAT I", { rule: "V-242387", scope: { nodes: ["a", "*"] } }, true],
    ["some nodes of CAT I", { rule: "V-242387", scope: { nodes: ["a*"] } }, false],
    ["all of CAT II", { scope: { cluster: true } }, false],
    ["all namespaces of a high check", { rule: "privileged-containers", scope: { namespaces: ["*"] } }, true],
    [
      "all objects of a high check",
      { rule: "privileged-containers", scope: { objects: [{ namespace: "*", kind: "Pod", name: "*" }] } },
      true,
    ],
    [
      "objects of a high check",
      { rule: "privileged-containers", scope: { objects: [{ namespace: "a", kind: "*", name: "*" }] } },
      false,
    ],
    ["another status without a fingerprint", { status: "not_a_finding" }, true],
    ["another status with one", { status: "not_a_finding", fingerprint: "1f3a-09bc-77d2-e640" }, false],
  ])("is too broad: %s", (_what, given, expected) => {
    const found = said(waivers(waiver(given)));
    expect(found.map(({ kind }) => kind)).toEqual(expected ? ["too broad"] : []);
  });

  it.each<[string, Partial<Waiver>, RegExp]>([
    ["a rule of no release", { rule: "V-999999" }, /^3 unused: .* no release that plimsoll knows has the rule/],
    [
      "a rule of another release",
      { rule: "V-242386" },
      /^3 hint: the waiver of V-242386 is of a rule that V2R6 does not have$/,
    ],
    [
      "nodes of a rule on the cluster",
      { rule: "V-242383" },
      /^3 unused: .* judged on the cluster; name namespaces or objects/,
    ],
    [
      "objects of a rule on nodes",
      { scope: { namespaces: ["a"] } },
      /^3 unused: .* judged on nodes; name nodes or roles/,
    ],
  ])("has what does nothing: %s", (_what, given, sentence) => {
    expect(words(waivers(waiver(given)))).toEqual([expect.stringMatching(sentence)]);
  });

  it("waives what is never Open", () => {
    const known = () => ({ severity: "medium", judgedOn: "nothing", isChosen: true }) as const;
    const [one] = complaintsOf({ site: waivers(waiver()), today: "2026-11-22", known, chosen: "V2R6" });
    expect(one?.sentence).toMatch(
      /does nothing: the rule is never Open, for a person has to judge it; write an attestation/,
    );
  });
});

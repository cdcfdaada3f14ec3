import { describe, expect, it } from "vitest";
import { notAFinding, notReviewed, open } from "../../../src/findings/verdict.ts";
import { fingerprintOf } from "../../../src/review/fingerprint.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { groupOf, sampleFinding } from "../../support/sample-assessment.ts";
import { attestation, attestations, rule, run, said, waiver, waivers, words } from "./decisions-of-run.ts";

const bad = sampleFinding({
  id: rule,
  groups: [groupOf(["w1"], open("Bad.")), groupOf(["w2", "w3"], notAFinding("Fine."))],
});
const ports = sampleFinding({ id: "V-242410", groups: [groupOf(["w1"], notReviewed("Compare."))] });

describe("a decisions file beside a run", () => {
  it("may be all right, whatever was said when the run was judged", () => {
    const site = { ...waivers(waiver()), ...attestations(attestation()), waivers: [waiver()] };
    const before = reviewed(run(bad, ports), {
      waivers: [waiver({ scope: { cluster: true } })],
      ...attestations(attestation()),
    });
    expect(said(site, run(bad, ports))).toEqual([]);
    expect(said(site, before)).toEqual([]);
  });

  it("waives what is not open there, or what it did not judge", () => {
    expect(words(waivers(waiver({ scope: { nodes: ["w2"] } })), run(bad))).toEqual([
      `3 unused: the waiver of ${rule} does nothing: in the run nothing that is open is within its scope; remove it, or look at its scope`,
    ]);
    expect(words(waivers(waiver()), run(ports))).toEqual([
      `3 unused: the waiver of ${rule} does nothing: the run did not judge the rule; remove it, or check it with a run that does`,
    ]);
  });

  it("waives more than is open there", () => {
    expect(words(waivers(waiver({ scope: { nodes: ["w*"] } })), run(bad))).toEqual([
      `3 too broad: the waiver of ${rule} covers w2, w3 too, not open in the run: narrow it`,
    ]);
    expect(words(waivers(waiver({ scope: { cluster: true } })), run(bad))).toHaveLength(1);
  });

  it("waives another finding", () => {
    const fingerprint = fingerprintOf(bad) ?? "";
    expect(said(waivers(waiver({ fingerprint })), run(bad))).toEqual([]);
    const other = "1f3a-09bc-77d2-e640";
    expect(words(waivers(waiver({ fingerprint: other })), run(bad))).toEqual([
      `3 contradictory: the waiver of ${rule} was approved for another finding, ${other}; the run's is ${fingerprint}: look at it again`,
    ]);
  });

  it("calls one node by two statuses, by role and by name", () => {
    const site = waivers(
      waiver(),
      waiver({
        scope: { roles: ["worker"] },
        status: "not_applicable",
        fingerprint: fingerprintOf(bad) ?? "",
        line: 4,
      }),
    );
    expect(said(site, run(bad)).map(({ kind }) => kind)).toEqual(["contradictory", "too broad"]);
  });

  it("attests against what was seen, or needlessly", () => {
    const seen = (status: "open" | "not_a_finding") =>
      run(sampleFinding({ id: "V-242410", groups: [groupOf(["w1"], { status, reason: "Seen.", seen: [] })] }));
    expect(words(attestations(attestation()), seen("open"))).toEqual([
      "9 contradictory: the attestation of V-242410 says not_a_finding, the run shows Open: what was seen counts; remove it",
    ]);
    expect(words(attestations(attestation()), seen("not_a_finding"))).toEqual([
      "9 unused: the attestation of V-242410 does nothing: in the run the rule was judged by what was seen",
    ]);
    expect(said(attestations(attestation({ status: "open" })), seen("not_a_finding"))[0]?.kind).toBe("contradictory");
  });

  it("says of what has expired that, and nothing else", () => {
    expect(said(attestations(attestation({ expires: "2026-11-20" })), run(ports)).map(({ kind }) => kind)).toEqual([
      "expired",
    ]);
  });
});

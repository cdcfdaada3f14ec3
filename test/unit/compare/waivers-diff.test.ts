import { describe, expect, it } from "vitest";
import type { Finding, StigFinding } from "../../../src/findings/assessment.ts";
import { groupOf, sampleFinding } from "../../support/sample-assessment.ts";
import { bad, between, good, unseen } from "./diffed-runs.ts";

describe("what people say", () => {
  const waiver = {
    status: "open",
    reason: "Replaced in May.",
    approver: "J. Doe",
    scope: "nodes w*",
    expires: "2027-01-31",
    covers: ["w1"],
    counts: true,
  } as const;
  const openOn = (given: Partial<StigFinding>, ...targets: readonly string[]): Finding =>
    sampleFinding({ groups: [groupOf(targets, bad)], ...given });
  const isNew = (before: Finding, after: Finding) =>
    between({ findings: [before] }, { findings: [after] }).findings[0]?.new;

  it("fixes nothing, and stands apart", () => {
    const said = openOn(
      {
        status: "not_a_finding",
        review: {
          concluded: { status: "open", summary: "Set." },
          waived: true,
          waivers: [{ ...waiver, status: "not_a_finding" }],
        },
      },
      "w1",
    );
    const { findings, decisions, same } = between({ findings: [openOn({}, "w1")] }, { findings: [said] });
    expect(findings).toEqual([]);
    expect(same).toBe(false);
    expect(decisions).toMatchObject([
      {
        id: "V-242387",
        before: "open",
        after: "not_a_finding",
        went: [],
        came: [{ kind: "waiver", by: "J. Doe", covers: 1 }],
      },
    ]);
  });

  it("of a waiver that does not count any more is told, and is nothing newly open", () => {
    const before = openOn({ review: { waived: true, waivers: [waiver] } }, "w1");
    const after = openOn({ review: { waivers: [{ ...waiver, counts: false, why: "it expired" }] } }, "w1");
    const { findings, decisions } = between({ findings: [before] }, { findings: [after] });
    expect(findings).toEqual([]);
    expect(decisions).toMatchObject([{ went: [{ counts: true }], came: [{ counts: false, why: "it expired" }] }]);
  });

  it("lets targets be that are newly open, as far as a waiver covers them", () => {
    const before = sampleFinding({ groups: [groupOf(["w1", "w2"], good)] });
    expect(isNew(before, openOn({ review: { waivers: [waiver] } }, "w1", "w2"))).toBe(true);
    expect(isNew(before, openOn({ review: { waivers: [{ ...waiver, covers: ["w1", "w2"] }] } }, "w1", "w2"))).toBe(
      false,
    );
    expect(isNew(before, openOn({ review: { waived: true, waivers: [waiver] } }, "w1", "w2"))).toBe(false);
    const lapsed = { ...waiver, counts: false, covers: ["w1", "w2"] };
    expect(isNew(before, openOn({ review: { waivers: [lapsed] } }, "w1", "w2"))).toBe(true);
  });

  it("of a provider in place of what nobody saw is no fix", () => {
    const attestation = { statement: "It is set.", counts: true };
    const attested = sampleFinding({
      groups: [groupOf(["Provider"], good), groupOf(["w1"], unseen)],
      status: "not_a_finding",
      effectiveStatus: "not_a_finding",
      responsibility: { profile: "P", who: "provider", inherited: true, visible: "none", attestation },
    });
    const { findings, decisions } = between({ findings: [openOn({}, "w1")] }, { findings: [attested] });
    expect(findings).toMatchObject([{ change: "unseen", lost: true, after: { status: "not_reviewed" } }]);
    expect(decisions).toMatchObject([{ came: [{ kind: "provider", said: "It is set." }] }]);
  });
});

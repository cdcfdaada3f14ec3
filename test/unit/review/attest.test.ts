import { describe, expect, it } from "vitest";
import type { Attestation } from "../../../src/evidence/waivers.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { leftUnseen, notAFinding, notApplicable, notReviewed, open, type Seen } from "../../../src/findings/verdict.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const said = (given: Partial<Attestation> = {}): Attestation => ({
  rule: "V-242410",
  status: "not_a_finding",
  statement: "compared with the registration",
  by: "J. Doe",
  date: "2026-10-01",
  expires: "2027-10-01",
  line: 1,
  ...given,
});

const coverage = coverageOf(covered("cp1"), covered("w1"));

const judged = (finding: Finding, attestations: readonly Attestation[], given: Partial<Assessment> = {}): Finding => {
  const [result] = reviewed(sampleAssessment({ coverage, ...given, findings: [finding] }), { attestations }).findings;
  if (result === undefined) throw new Error("no finding");
  return result;
};

const finding = (...groups: Parameters<typeof groupOf>[]) =>
  sampleFinding({ id: "V-242410", groups: groups.map((group) => groupOf(...group)) });
const ports = notReviewed("Compare with the list.", [seenInFile("cp1", "port 6443", "any")]);
const worksheet = finding([["cp1"], ports], [["w1"], notApplicable("A worker.")]);
const manual = { ...sampleFinding({ id: "V-242410", groups: [] }), automatic: false };
const row: Seen = { ...seenInFile("cp1", "read x", "denied"), unseen: "permission-denied" };

describe("an attestation", () => {
  it("decides what is for a person, and says who said so", () => {
    const { status, effectiveStatus, summary, review } = judged(worksheet, [
      said({ document: "PPSM 3", ticket: "T-1" }),
    ]);
    expect([status, effectiveStatus]).toEqual(["not_a_finding", "not_reviewed"]);
    expect(summary).toBe(
      "Attested by J. Doe on 2026-10-01, until 2027-10-01: compared with the registration (PPSM 3, T-1).",
    );
    expect(review).toMatchObject({
      concluded: { status: "not_reviewed", summary: worksheet.summary },
      attestation: { counts: true, by: "J. Doe" },
    });
  });

  it("decides a rule for which nothing is collected", () => {
    expect(judged(manual, [said({ status: "not_applicable" })]).status).toBe("not_applicable");
  });

  it.each<[string, Finding, Partial<Assessment>, RegExp]>([
    ["what is open", finding([["cp1"], open("Bad.")]), {}, /the rule was judged by what was seen/],
    ["what passed", finding([["cp1"], notAFinding("Fine.")]), {}, /the rule was judged by what was seen/],
    ["what is open as it runs", finding([["cp1"], ports, open("Bad.")]), {}, /the running configuration is Open/],
    [
      "a target that was not read",
      worksheet,
      { coverage: { ...coverage, nodes: coverage.nodes.map((node) => ({ ...node, state: "unread" })) } },
      /cp1 was not read/,
    ],
    [
      "a node that the inventory has not",
      worksheet,
      { coverage: { ...coverage, nodes: coverage.nodes.map((node) => ({ ...node, state: "not-in-inventory" })) } },
      /cp1 was not read/,
    ],
    [
      "what could not be looked at",
      finding([["cp1"], notReviewed("Denied.", [row])]),
      {},
      /read \/var\/lib\/kubelet\/config\.yaml was not seen \(permission-denied\)/,
    ],
    [
      "what could not be looked at as it runs",
      finding([["cp1"], ports, notReviewed("Denied.", [row])]),
      {},
      /was not seen/,
    ],
    [
      "one target of two that was not seen",
      finding([["cp1"], ports], [["w1"], notReviewed("Denied.", [row])]),
      {},
      /was not seen/,
    ],
    [
      "what was not seen though no row says so",
      finding([["cp1"], leftUnseen(notReviewed("Not of w2."), "the sockets of w2 were not seen")]),
      {},
      /^that is not for a person to judge: the sockets of w2 were not seen$/,
    ],
    [
      "what the API did not answer",
      worksheet,
      {
        coverage: {
          ...coverage,
          api: {
            state: "partly-read",
            unread: [{ request: "GET /api", cause: "refused", message: "", rules: ["V-242410"] }],
          },
        },
      },
      /GET \/api was not answered/,
    ],
    [
      "a rule without a node",
      {
        ...sampleFinding({ id: "V-242410", groups: [groupOf(["w1"], notApplicable("A worker."))] }),
        status: "not_reviewed",
        effectiveStatus: "not_reviewed",
      },
      {},
      /no node that the rule speaks of was looked at/,
    ],
    [
      "a rule of the provider's",
      { ...worksheet, responsibility: { profile: "p", who: "provider", inherited: true, visible: "none" } },
      {},
      /the rule is the provider's/,
    ],
    [
      "what the provider attests",
      {
        ...finding([["cp1"], notAFinding("Fine.")]),
        responsibility: {
          profile: "p",
          who: "provider",
          inherited: true,
          visible: "none",
          attestation: { statement: "s", counts: true },
        },
      },
      {},
      /the provider attests the rule/,
    ],
  ])("does not decide %s", (_what, given, run, why) => {
    const { review, fingerprint: _, ...result } = judged(given, [said()], run);
    expect(result).toEqual(given);
    expect(review).toMatchObject({ attestation: { counts: false, why: expect.stringMatching(why) } });
    expect(review?.concluded).toBeUndefined();
    expect(review?.attestation?.expired).toBeUndefined();
  });

  it("holds to its last day", () => {
    const at = (to: string) => judged(worksheet, [said()], { collected: { from: to, to } });
    expect(at("2027-10-01T12:00:00Z").status).toBe("not_a_finding");
    expect(at("2027-10-02T00:00:00Z")).toMatchObject({
      status: "not_reviewed",
      review: { attestation: { counts: false, expired: true, why: "it expired on 2027-10-01" } },
    });
  });

  it("is followed by the next one", () => {
    const list = [said({ date: "2027-10-02", expires: "2028-01-01", by: "B" }), said({ by: "A" })];
    const at = (to: string) => judged(worksheet, list, { collected: { from: to, to } }).review?.attestation;
    expect(at("2027-10-01T00:00:00Z")).toMatchObject({ by: "A", counts: true });
    expect(at("2027-10-02T00:00:00Z")).toMatchObject({ by: "B", counts: true });
    expect(at("2028-01-02T00:00:00Z")).toMatchObject({ by: "B", counts: false, expired: true });
  });

  it("does not hold where something else is to be judged", () => {
    const { fingerprint = "" } = judged(worksheet, []);
    expect(judged(worksheet, [said({ fingerprint })]).status).toBe("not_a_finding");
    const changed = finding([["cp1"], notReviewed("Compare with the list.", [seenInFile("cp1", "port 8080", "any")])]);
    const result = judged(changed, [said({ fingerprint })]);
    expect(result.status).toBe("not_reviewed");
    expect(result.review?.attestation?.why).toBe(
      `what is to be judged has changed: its fingerprint is ${result.fingerprint}, not ${fingerprint}`,
    );
  });

  it("may call open whatever is not reviewed, seen or not", () => {
    const unseen = finding([["cp1"], notReviewed("Denied.", [row])]);
    expect(judged(unseen, [said({ status: "open" })])).toMatchObject({
      status: "open",
      review: { concluded: { status: "not_reviewed" }, attestation: { counts: true } },
    });
    expect(judged(finding([["cp1"], notAFinding("Fine.")]), [said({ status: "open" })]).status).toBe("not_a_finding");
  });
});

it("what is attested as open is not waived: no target is", () => {
  const waiver = {
    rule: "V-242410",
    scope: { cluster: true },
    reason: "r",
    approver: "a",
    expires: "2099-01-01",
    status: "not_a_finding",
    line: 1,
  } as const;
  const assessment = sampleAssessment({ coverage, findings: [manual] });
  const [result] = reviewed(assessment, { waivers: [waiver], attestations: [said({ status: "open" })] }).findings;
  expect(result).toMatchObject({ status: "open", review: { waivers: [{ counts: false }] } });
  expect(result?.review?.waived).toBeUndefined();
});

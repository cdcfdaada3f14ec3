import { describe, expect, it } from "vitest";
import { runDiff } from "../../../src/compare/run-diff.ts";
import type { Assessment, Coverage, Finding, StigFinding } from "../../../src/findings/assessment.ts";
import type { FindingDiff } from "../../../src/findings/finding-diff.ts";
import type { RunDiff } from "../../../src/findings/run-diff.ts";
import { notAFinding, notApplicable, notReviewed, open } from "../../../src/findings/verdict.ts";
import {
  groupOf,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
  seenInFile,
  seenInProcess,
} from "../../support/sample-assessment.ts";

const earlier = { collected: { from: "2026-11-20T06:00:00Z", to: "2026-11-20T06:02:00Z" } } as const;
const run = (assessment: Assessment) => ({ assessment, checkTexts: new Map() });
const between = (before: Partial<Assessment>, after: Partial<Assessment>): RunDiff =>
  runDiff(run(sampleAssessment({ ...earlier, ...before })), run(sampleAssessment(after)), "0.1.0");

const node = (name: string, state: "read" | "unread" = "read") =>
  state === "read"
    ? ({ name, address: "", role: "worker", state } as const)
    : ({ name, address: "", role: "worker", state, cause: "refused", message: "no answer" } as const);
const coverageOf = (...nodes: readonly Coverage["nodes"][number][]): Coverage => ({
  nodes,
  api: { state: "read" },
  complete: nodes.every(({ state }) => state === "read"),
});

type Groups = Finding["groups"];
/** What a diff says of a finding with these groups before and after, where these nodes are read. */
function findingBetween(before: Groups, after: Groups, nodes: Partial<Record<"before" | "after", Coverage>> = {}) {
  const coverage = coverageOf(node("w1"), node("w2"), node("w3"));
  return between(
    { findings: [sampleFinding({ groups: before })], coverage: nodes.before ?? coverage },
    { findings: [sampleFinding({ groups: after })], coverage: nodes.after ?? coverage },
  ).findings[0];
}

const [bad, good, unseen, none] = [
  open("Set."),
  notAFinding("Not set."),
  notReviewed("Not seen (refused)."),
  notApplicable("None."),
];

type Expected = readonly [
  what: string,
  before: Groups,
  after: Groups,
  expected: Pick<FindingDiff, "change" | "new" | "lost">,
  moved: FindingDiff["moved"],
];

const cases: readonly Expected[] = [
  [
    "is newly open",
    [groupOf(["w1", "w2"], good)],
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    { change: "opened", new: true, lost: false },
    [{ from: "not_a_finding", to: "open", reason: "Set.", targets: ["w2"] }],
  ],
  [
    "is newly open where nobody had seen it",
    [groupOf(["w1"], unseen)],
    [groupOf(["w1"], bad)],
    { change: "opened", new: true, lost: false },
    [{ from: "not_reviewed", to: "open", reason: "Set.", targets: ["w1"] }],
  ],
  [
    "is open on a further target, and fixed on another",
    [groupOf(["w1"], bad), groupOf(["w2"], good)],
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    { change: "further", new: true, lost: false },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "not_a_finding", to: "open", reason: "Set.", targets: ["w2"] },
    ],
  ],
  [
    "is open on a further target while another is not seen any more",
    [groupOf(["w1", "w3"], good), groupOf(["w2"], bad)],
    [groupOf(["w1", "w2"], bad), groupOf(["w3"], unseen)],
    { change: "further", new: true, lost: true },
    [
      { from: "not_a_finding", to: "open", reason: "Set.", targets: ["w1"] },
      { from: "not_a_finding", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w3"] },
    ],
  ],
  [
    "is fixed where every open target was seen again",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], none)],
    { change: "fixed", new: false, lost: false },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "open", to: "not_applicable", reason: "None.", targets: ["w2"] },
    ],
  ],
  [
    "is no longer seen, not fixed",
    [groupOf(["w1"], bad)],
    [groupOf(["w1"], unseen)],
    { change: "unseen", new: false, lost: true },
    [{ from: "open", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w1"] }],
  ],
  [
    "is no longer seen where one target is fixed and the other not seen",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], unseen)],
    { change: "unseen", new: false, lost: true },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "open", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w2"] },
    ],
  ],
  [
    "is not fixed where an open target does not count any more",
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], bad, bad, true)],
    { change: "gone", new: false, lost: false },
    [{ from: "open", reason: undefined, targets: ["w2"] } as never],
  ],
  [
    "is seen now",
    [groupOf(["w1"], unseen)],
    [groupOf(["w1"], good)],
    { change: "seen", new: false, lost: false },
    [{ from: "not_reviewed", to: "not_a_finding", reason: "Not set.", targets: ["w1"] }],
  ],
  [
    "has another status",
    [groupOf(["w1"], good)],
    [groupOf(["w1"], none)],
    { change: "other", new: false, lost: false },
    [{ from: "not_a_finding", to: "not_applicable", reason: "None.", targets: ["w1"] }],
  ],
  [
    "is as open as before, on one target fewer",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], bad), groupOf(["w2"], good)],
    { change: "targets", new: false, lost: false },
    [{ from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w2"] }],
  ],
  [
    "is as Not Reviewed as before, with one target more that is not seen",
    [groupOf(["w1"], unseen), groupOf(["w2"], good)],
    [groupOf(["w1", "w2"], unseen)],
    { change: "targets", new: false, lost: true },
    [{ from: "not_a_finding", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w2"] }],
  ],
];

describe("a finding", () => {
  it.each(cases)("%s", (_what, before, after, expected, moved) => {
    const found = findingBetween(before, after);
    expect(found).toMatchObject(expected);
    expect(found?.moved).toEqual(moved.map(({ reason, ...way }) => (reason === undefined ? way : { ...way, reason })));
  });

  it("is gone with its node, not fixed", () => {
    const found = findingBetween([groupOf(["w1"], good), groupOf(["w2"], bad)], [groupOf(["w1"], good)], {
      before: coverageOf(node("w1"), node("w2")),
      after: coverageOf(node("w1")),
    });
    expect(found).toMatchObject({
      change: "gone",
      new: false,
      moved: [{ from: "open", node: "removed", targets: ["w2"] }],
    });
  });

  it("is newly open on a node that is new", () => {
    const found = findingBetween([groupOf(["w1"], bad)], [groupOf(["w1", "w2"], bad)], {
      before: coverageOf(node("w1")),
      after: coverageOf(node("w1"), node("w2")),
    });
    expect(found).toMatchObject({
      change: "further",
      new: true,
      moved: [{ to: "open", node: "added", reason: "Set.", targets: ["w2"] }],
    });
  });

  it("folds targets that went the same way for the same reason", () => {
    const names = Array.from({ length: 37 }, (_, index) => `w${index}`);
    const found = findingBetween([groupOf(names, good)], [groupOf(names, bad)]);
    expect(found?.moved).toEqual([{ from: "not_a_finding", to: "open", reason: "Set.", targets: names }]);
  });

  it("says where only the effective reading moved", () => {
    const found = findingBetween(
      [groupOf(["w1", "w2"], good, good)],
      [groupOf(["w1"], good, bad), groupOf(["w2"], good)],
    );
    expect(found).toMatchObject({ change: "effective", new: false, moved: [] });
    expect(found?.effective).toEqual([{ from: "not_a_finding", to: "open", reason: "Set.", targets: ["w1"] }]);
  });

  it("was not judged before", () => {
    const before = sampleFinding({ id: "V-1" });
    const after = sampleFinding({ groups: [groupOf(["w1"], bad)] });
    const { findings, rules, counts } = between({ findings: [before] }, { findings: [after] });
    expect(findings).toMatchObject([{ id: "V-242387", change: "added", new: true, lost: false }]);
    expect(findings[0]?.before).toBeUndefined();
    expect(rules.removed).toMatchObject([{ id: "V-1", status: "not_a_finding" }]);
    expect(counts).toMatchObject({ added: 1, same: 0 });
  });
});

describe("evidence", () => {
  const seen = (value: string, place = {}) => seenInFile("w1", "readOnlyPort", value, place);
  const evidenceOf = (before: Groups, after: Groups) => findingBetween(before, after)?.evidence;

  it("says which lines went and came, of targets that changed alike once", () => {
    const before = [groupOf(["w1", "w2"], open("Set.", [seen("1"), seenInProcess("w1", "--flag", "on")]))];
    const after = [groupOf(["w1", "w2"], open("Set.", [seen("2"), seenInProcess("w1", "--flag", "on")]))];
    expect(findingBetween(before, after)?.change).toBe("evidence");
    expect(evidenceOf(before, after)).toEqual([
      {
        targets: ["w1", "w2"],
        went: [{ what: "readOnlyPort", value: "1", file: "/var/lib/kubelet/config.yaml", line: 12 }],
        came: [{ what: "readOnlyPort", value: "2", file: "/var/lib/kubelet/config.yaml", line: 12 }],
      },
    ]);
  });

  it("says what moved in its file, and that another reason is given", () => {
    const found = evidenceOf(
      [groupOf(["w1"], open("A.", [seen("1")]))],
      [groupOf(["w1"], open("B.", [seen("1", { line: 13 })]))],
    );
    expect(found).toMatchObject([
      { reason: { before: "A.", after: "B." }, went: [{ line: 12 }], came: [{ line: 13 }] },
    ]);
  });

  it("is the same with another host for its group, another process, and another order", () => {
    const [one, other] = [seenInProcess("w1", "--flag", "on"), seen("1")];
    const moved = { ...one, source: { ...one.source, host: "w2", pid: 99 } };
    const before = [groupOf(["w1", "w2"], bad), groupOf(["w3"], open("C.", [one, other]))];
    const after = [groupOf(["w2", "w1"], bad), groupOf(["w3"], open("C.", [other, moved]))];
    expect(evidenceOf(before, after)).toBeUndefined();
  });

  it("of a node's own is no other where a node is new", () => {
    const own = (host: string) => seenInFile(host, "subject", `CN=${host}`);
    const before = [groupOf(["w1", "w2"], notAFinding("Fine.", [own("w1"), own("w2")]))];
    const after = [groupOf(["w1", "w2", "w3"], notAFinding("Fine.", [own("w1"), own("w2"), own("w3")]))];
    const found = findingBetween(before, after, { before: coverageOf(node("w1"), node("w2")) });
    expect(found).toMatchObject({ change: "targets", evidence: [] });
    const renewed = [groupOf(["w1", "w2"], notAFinding("Fine.", [own("w1"), seenInFile("w2", "subject", "CN=new")]))];
    expect(evidenceOf(before, renewed)).toMatchObject([
      { targets: ["w2"], went: [{ value: "CN=w2" }], came: [{ value: "CN=new" }] },
    ]);
  });

  it("is bounded, and says how much there is", () => {
    const rows = (from: number) => Array.from({ length: 50 }, (_, index) => seen(String(from + index)));
    const [found] =
      evidenceOf([groupOf(["w1"], open("Set.", rows(0)))], [groupOf(["w1"], open("Set.", rows(100)))]) ?? [];
    expect([found?.went.length, found?.came.length, found?.leftOut]).toEqual([20, 20, { went: 30, came: 30 }]);
  });

  it("of targets that do not count is told", () => {
    const found = findingBetween(
      [groupOf(["w1"], good), groupOf(["w2"], good, good, true)],
      [groupOf(["w1"], good), groupOf(["w2"], open("Not set."), good, true)],
    );
    expect(found).toMatchObject({ change: "evidence", new: false, moved: [] });
    expect(found?.evidence).toMatchObject([
      { targets: ["w2"], notCounted: { before: "not_a_finding", after: "open" } },
    ]);
  });
});

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

describe("coverage", () => {
  const question = (request: string) => ({ request, cause: "permission-denied", message: "forbidden", rules: [] });
  const api = (...requests: readonly string[]): Coverage["api"] =>
    requests.length === 0 ? { state: "read" } : { state: "partly-read", unread: requests.map(question) };

  it("names nodes that came, went, or were read only once, and why not", () => {
    const { coverage } = between(
      { coverage: coverageOf(node("a"), node("b", "unread"), node("c"), node("d")) },
      { coverage: coverageOf(node("a"), node("b"), node("c", "unread"), node("e")) },
    );
    expect(coverage).toMatchObject({
      lost: true,
      nodes: {
        added: [{ name: "e" }],
        removed: [{ name: "d" }],
        lost: [{ name: "c", cause: "refused", message: "no answer" }],
        gained: [{ name: "b", cause: "refused" }],
      },
    });
  });

  it.each([
    ["nothing", coverageOf(node("a")), coverageOf(node("a")), false],
    ["a node that is not there any more", coverageOf(node("a"), node("b")), coverageOf(node("a")), false],
    ["a new node that is unread", coverageOf(node("a")), coverageOf(node("a"), node("b", "unread")), true],
    ["a question to the API", { ...coverageOf(), api: api("GET /a") }, { ...coverageOf(), api: api("GET /b") }, true],
    [
      "a question that nobody answered before",
      { ...coverageOf(), api: api("GET /a") },
      { ...coverageOf(), api: api("GET /a") },
      false,
    ],
    ["the API", coverageOf(), { ...coverageOf(), api: { state: "unread" as const } }, true],
    [
      "nothing where there was no API",
      { ...coverageOf(), api: { state: "not-configured" as const } },
      { ...coverageOf(), api: { state: "unread" as const } },
      false,
    ],
  ] as const)("was lost of %s", (_what, before, after, lost) => {
    expect(between({ coverage: before }, { coverage: after }).coverage.lost).toBe(lost);
  });

  it("names questions to the API that were answered once only", () => {
    const { coverage } = between(
      { coverage: { ...coverageOf(), api: api("GET /a", "GET /b") } },
      { coverage: { ...coverageOf(), api: api("GET /b", "GET /c") } },
    );
    expect([coverage.api.lost, coverage.api.gained]).toMatchObject([[{ request: "GET /c" }], [{ request: "GET /a" }]]);
  });
});

describe("rules", () => {
  const rule = (given: Partial<StigFinding>) => ({ findings: [sampleFinding(given)] });
  const changed = (before: Partial<StigFinding>, after: Partial<StigFinding>) =>
    between(rule(before), rule(after)).rules.changed.map(({ aspect, before: was, after: is }) => [aspect, was, is]);

  it.each([
    ["rule id", { ruleId: "SV-1r1_rule" }, { ruleId: "SV-1r2_rule" }, "SV-1r1_rule", "SV-1r2_rule"],
    ["severity", { severity: "high" }, { severity: "medium" }, "CAT I", "CAT II"],
    ["title", { title: "One." }, { title: "Another." }, "One.", "Another."],
    ["CCIs", { ccis: ["CCI-1"] }, { ccis: ["CCI-1", "CCI-2"] }, "CCI-1", "CCI-1 CCI-2"],
    [
      "fix text",
      { disa: { discussion: "", check: "", fix: "A" } },
      { disa: { discussion: "", check: "", fix: "B" } },
      "",
      "",
    ],
    ["logic", {}, { logic: { release: "V2R6", checkText: "reworded" } }, "", "V2R6, reworded"],
  ] as const)("have another %s", (aspect, before, after, was, is) => {
    expect(changed(before, after)).toEqual([[aspect, was, is]]);
  });

  it("have another check text where both are known", () => {
    const texts = (sha256: string) => new Map([["V-242387", { sha256, terms: "" }]]);
    const [before, after] = [rule({}), rule({})].map((given) => sampleAssessment(given)) as [Assessment, Assessment];
    const diff = (one: string, other: string) =>
      runDiff({ assessment: before, checkTexts: texts(one) }, { assessment: after, checkTexts: texts(other) }, "")
        .rules;
    expect(diff("a", "b")).toMatchObject({ changed: [{ aspect: "check text", before: "", after: "" }], uncompared: 0 });
    expect(diff("a", "a")).toMatchObject({ changed: [], uncompared: 0 });
    expect(between(rule({}), rule({})).rules).toMatchObject({ changed: [], uncompared: 1 });
  });
});

describe("two runs", () => {
  it("of the same evidence have no difference but the time", () => {
    const sample = sampleOfBoth();
    const diff = runDiff(run({ ...sample, ...earlier }), run(sample), "0.1.0");
    expect(diff).toMatchObject({ same: true, reversed: false, findings: [], decisions: [] });
    expect(diff.counts.same).toBe(sample.findings.length);
  });

  it("are compared as they are given, the older last", () => {
    const sample = sampleAssessment();
    expect(runDiff(run(sample), run({ ...sample, ...earlier }), "0.1.0")).toMatchObject({ same: true, reversed: true });
  });

  it.each([
    ["version", { tool: { ...sampleAssessment().tool, version: "9" } }],
    ["reader", { tool: { ...sampleAssessment().tool, readerSha256: "00" } }],
    ["decisions", { decisions: { file: "d.yaml", sha256: "1", options: {} } }],
  ] as const)("with another %s are not the same", (_what, given) => {
    expect(between({}, given)).toMatchObject({ same: false, findings: [] });
  });
});

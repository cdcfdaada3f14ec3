import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R5 } from "../../../src/benchmark/kubernetes-stig/v2r5.ts";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { carriedForward } from "../../../src/carry-forward/carry-forward.ts";
import type { ChecklistFile } from "../../../src/checklists/checklist-file.ts";
import type { Assessment, StigFinding } from "../../../src/findings/assessment.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { notAFinding, notReviewed, open, statuses, type Verdict } from "../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { assetNamed, type Edit, filledChecklist } from "../../support/filled-checklist.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const rule = kubernetesStigV2R6.requirements.find(({ id }) => id === "V-242410") ?? kubernetesStigV2R6.requirements[0];
const findingOf = (literal: Verdict, effective: Verdict = literal, given: Partial<StigFinding> = {}): StigFinding =>
  sampleFinding({
    ...rule,
    check: "Compare the ports with the approved list.",
    groups: [groupOf(["cp1"], literal, effective)],
    ...given,
  });
const runOf = (literal: Verdict, effective?: Verdict, given?: Partial<StigFinding>): Assessment =>
  sampleAssessment({ findings: [findingOf(literal, effective, given)] });

const unseen = notReviewed("A person compares these.", [seenInFile("cp1", "port", "6443")]);
const id = rule?.id ?? "";

/** A run after another whose checklist a person filled in: the finding, and what the next checklist says of it. */
function next(before: Assessment, edit: Edit, now: Assessment, file?: Partial<ChecklistFile>) {
  const carried = carriedForward(now, [filledChecklist(before, { [id]: edit }, file)], kubernetesStigV2R6);
  expect(() => assessmentSchema.parse(carried)).not.toThrow();
  const [checklist] = [...checklistsOf(carried, usualChecklists)];
  const [finding] = carried.findings as readonly [StigFinding];
  const [written] = checklist?.rules ?? [];
  if (written === undefined) throw new Error("no rule");
  return { carried, finding, written, from: carried.carriedFrom?.[0] };
}

describe("a person's answer", () => {
  const answer: Edit = { status: "not_a_finding", comments: "All on the list. JD" };

  it("holds where plimsoll has none, and says whose it is", () => {
    const { finding, written } = next(runOf(unseen), answer, runOf(unseen));
    expect(finding).toMatchObject({
      status: "not_a_finding",
      summary: "Answered by a person in q1.ckl.",
      review: { concluded: { status: "not_reviewed", summary: "A person compares these." } },
    });
    expect(finding.review?.carried).toEqual([
      { asset: "sample", file: "q1.ckl", status: "not_a_finding", comments: "All on the list. JD" },
    ]);
    expect(written).toMatchObject({ status: "not_a_finding", comments: "All on the list. JD" });
    expect(written.details).toMatch(/^Not Reviewed\. A person compares these\.\n/);
  });

  it("holds run after run, and every checklist is the same as the one before", () => {
    const second = next(runOf(unseen), answer, runOf(unseen));
    const third = next(second.carried, {}, runOf(unseen));
    expect(third.written).toEqual({ ...second.written, finding: third.finding });
    expect(third.finding.status).toBe("not_a_finding");
  });

  it("is to be looked at again where something else is seen, until somebody has", () => {
    const other = notReviewed("A person compares these.", [seenInFile("cp1", "port", "10250")]);
    const second = next(runOf(unseen), answer, runOf(other));
    expect(second.finding.status).toBe("not_a_finding");
    expect(second.finding.review?.carried?.[0]?.again).toBe(
      "It was answered before what plimsoll sees today was seen.",
    );
    const third = next(second.carried, {}, runOf(other));
    expect(third.finding.review?.carried?.[0]?.again).toBeDefined();
    const looked: Edit = ({ details }) => ({ details: details.replace(/^\[plimsoll: answered.*\n/, "") });
    const fourth = next(third.carried, looked, runOf(other));
    expect(fourth.finding).toMatchObject({ status: "not_a_finding" });
    expect(fourth.finding.review?.carried?.[0]).not.toHaveProperty("again");
  });

  it("never covers what is seen, and is named then", () => {
    const { finding, written } = next(runOf(unseen), answer, runOf(open("10255 is not on the list.")));
    expect(finding.status).toBe("open");
    expect(finding.review?.concluded).toBeUndefined();
    expect(finding.review?.carried?.[0]).toEqual({
      asset: "sample",
      file: "q1.ckl",
      comments: "All on the list. JD",
      again: "It was answered Not a Finding; plimsoll sees Open.",
    });
    expect(written).toMatchObject({ status: "open", comments: "All on the list. JD" });
    expect(written.details).toMatch(/^Open\. 10255/);
  });

  it("is to be looked at again where the running configuration says otherwise", () => {
    const { finding } = next(runOf(unseen), answer, runOf(unseen, open("The default is on.")));
    expect(finding.status).toBe("not_a_finding");
    expect(finding.review?.carried?.[0]?.again).toContain("the running configuration, defaults included, is Open");
  });

  it("may be Open, and Not Applicable", () => {
    for (const status of ["open", "not_applicable"] as const) {
      expect(next(runOf(unseen), { status }, runOf(unseen)).written.status).toBe(status);
    }
  });

  it("keeps a person's details beside the evidence, and alone where nothing of ours was there", () => {
    const own: Edit = ({ details }) => ({ ...answer, details: `Compared on 3 May.\n\n${details}` });
    const second = next(runOf(unseen), own, runOf(unseen));
    expect(second.written.details).toMatch(/^Compared on 3 May\.\n\nNot Reviewed\. /);
    const foreign = next(runOf(unseen), { ...answer, details: "Another tool's words." }, runOf(unseen));
    expect(foreign.finding.review?.carried?.[0]).toMatchObject({ details: "Another tool's words." });
    expect(foreign.written.details).toMatch(/^Another tool's words\.\n\nNot Reviewed\. /);
  });
});

describe("plimsoll's own answer of an earlier run", () => {
  it.each([notAFinding("Seen."), open("Seen.")])("is no person's word when nothing is seen any more", (then) => {
    const { finding, written } = next(runOf(then), {}, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(finding.review).toBeUndefined();
    expect(written.status).toBe("not_reviewed");
  });

  it.each([
    ["somebody changed the text that stands below it", (details: string) => details.replace("Seen.", "Seen by JD.")],
    ["the last line was taken away", (details: string) => details.replace(/\n\[plimsoll.*$/, "")],
    ["it stands below somebody's text", (details: string) => `Mine.\n${details.replace("Expected: ", "Expected:  ")}`],
  ])("is none where %s", (_, change) => {
    const edit: Edit = ({ details }) => ({ details: change(details) });
    expect(next(runOf(notAFinding("Seen.")), edit, runOf(unseen)).finding.status).toBe("not_reviewed");
    const answered: Edit = ({ details }) => ({ status: "not_applicable", details: change(details) });
    expect(next(runOf(notAFinding("Seen.")), answered, runOf(unseen)).finding.status).toBe("not_applicable");
  });

  it.each([
    "passed :: TEST Not a Finding. Seen. :: MESSAGE Expected: nothing",
    "Evaluate-STIG 1.2404.1 (Scan-Kubernetes_Checks) found this to be NOT A FINDING on 04/01/2026",
    "Tool: cpe:/a:niwc:scc:5.10\nTime: 2026-04-01T00:00:00\nResult: pass",
    "\n  skipped :: TEST x",
  ])("is none where another program handed it on, nor is a verdict of that program's: %j", (details) => {
    const { finding, written } = next(runOf(unseen), { status: "not_a_finding", details }, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(written.status).toBe("not_reviewed");
    expect(finding.review?.carried?.[0]).toMatchObject({
      details: details.trim(),
      again: "The checklist's status is another program's, not a person's.",
    });
  });

  it("is none with a comment either", () => {
    const { finding, written } = next(runOf(notAFinding("Seen.")), { comments: "Good." }, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(written).toMatchObject({ status: "not_reviewed", comments: "Good." });
  });

  it("is not, whatever was seen and whatever is: an unseen rule is Not Reviewed without a person", () => {
    const verdict = fc
      .constantFrom(...statuses)
      .map((status): Verdict => ({ status, reason: "Some reason.", seen: [] }));
    fc.assert(
      fc.property(verdict, verdict, (then, now) => {
        expect(next(runOf(then), {}, runOf(now)).finding.status).toBe(now.status);
      }),
    );
  });
});

describe("overrides", () => {
  it("are kept with their justification", () => {
    const override = { severity: "low", justification: "A lab." } as const;
    expect(next(runOf(open("On.")), { override }, runOf(open("On."))).written.override).toEqual(override);
  });
});

describe("another check text", () => {
  it("is not carried over, and what was written is listed", () => {
    const edit: Edit = { status: "not_a_finding", comments: "Fine.", details: "Looked.", checkText: "Something else." };
    const { finding, from } = next(runOf(unseen), edit, runOf(unseen));
    expect(finding.status).toBe("not_reviewed");
    expect(finding.review).toBeUndefined();
    const why = "Its check text is another now.";
    expect(from?.left).toEqual([{ id, status: "not_a_finding", details: "Looked.", comments: "Fine.", why }]);
    expect(from?.rules).toBe(0);
  });

  it.each([
    ["of another release with the same text", kubernetesStigV2R5.releaseInfo, "SV-242410r1_rule", 1],
    ["of a release that nobody knows", "Release: 99 Benchmark Date: 01 Jan 2030", "SV-242410r1_rule", 0],
    ["of the same rule id, whatever the release", "Release: 99", rule?.ruleId ?? "", 1],
  ])("is told by rule and release where the checklist has plimsoll's words: %s", (_, releaseInfo, ruleId, kept) => {
    const stig = filledChecklist(runOf(unseen), { [id]: { comments: "Fine.", ruleId } }).stig;
    if (stig === undefined) throw new Error("no STIG");
    const { from } = next(runOf(unseen), {}, runOf(unseen), { stig: { ...stig, releaseInfo } });
    expect(from).toMatchObject({ rules: kept });
    expect(from?.left).toHaveLength(1 - kept);
  });

  it.each([
    ["its status", { status: "not_reviewed", unknownStatus: "Profile_Error" }, '"Profile_Error"'],
    ["its severity", { unknownOverride: { severity: "CAT III", justification: "A lab." } }, '"CAT III"'],
  ] as const)("has a word for %s that is none: a person looks again", (_what, edit, word) => {
    const again = next(runOf(unseen), edit, runOf(unseen)).finding.review?.carried?.[0]?.again;
    expect(again).toBe(`The checklist says ${word} in place of a status or severity.`);
  });

  it.each([
    ["Vuln ID", { stigId: "" }],
    ["rule ID", { stigId: "", vulnId: "" }],
  ])("is the rule's by its %s where the checklist has no more", (_what, ids) => {
    expect(next(runOf(unseen), { ...ids, comments: "Fine." }, runOf(unseen)).from).toMatchObject({
      rules: 1,
      left: [],
    });
  });

  it("of a rule that the run did not judge is listed", () => {
    const edit: Edit = { comments: "Fine.", stigId: "CNTR-K8-999999" };
    expect(next(runOf(unseen), edit, runOf(unseen)).from?.left).toMatchObject([
      { why: "This run judged no such rule." },
    ]);
  });
});

describe("whose checklist it is", () => {
  it.each(["SAMPLE", " sample ", ""])("is told by its host name, in whatever case: %j", (hostName) => {
    const { finding } = next(runOf(unseen), { comments: "Fine." }, runOf(unseen), { asset: assetNamed(hostName) });
    expect(finding.review?.carried).toMatchObject([{ asset: "sample" }]);
  });

  it("is nobody's of another cluster", () => {
    const file = { asset: assetNamed("staging") };
    const { finding, from } = next(runOf(unseen), { status: "not_a_finding" }, runOf(unseen), file);
    expect(finding).toEqual(findingOf(unseen));
    expect(from).toMatchObject({ asset: "staging", rules: 0, left: [{ id, why: "This run has no such asset." }] });
  });

  const twoNodes = () =>
    sampleAssessment({
      findings: [
        findingOf(unseen, unseen, { groups: [groupOf(["cp1"], notAFinding("Seen.")), groupOf(["w1"], unseen)] }),
      ],
    });
  const ofNode = (hostName: string) =>
    carriedForward(
      twoNodes(),
      [filledChecklist(twoNodes(), { [id]: { status: "not_applicable" } }, { asset: assetNamed(hostName) })],
      kubernetesStigV2R6,
    );
  const statusesOf = (assessment: Assessment) =>
    Object.fromEntries(
      checklistsOf(assessment, { ...usualChecklists, scope: "node" }).map(({ asset, rules }) => [
        asset.nodes?.[0],
        rules[0]?.status,
      ]),
    );

  it.each(["w1.sample", "W1"])("may be one node, whose answer is that node's alone: %j", (hostName) => {
    const carried = ofNode(hostName);
    expect(carried.findings[0]).toMatchObject({
      status: "not_reviewed",
      review: { carried: [{ asset: "w1.sample" }] },
    });
    expect(statusesOf(carried)).toMatchObject({ cp1: "not_a_finding", w1: "not_applicable" });
  });

  it("is one node's answer only where that node was not seen", () => {
    const carried = ofNode("cp1");
    expect(carried.findings[0]?.review?.carried?.[0]).not.toHaveProperty("status");
    expect(statusesOf(carried)).toMatchObject({ cp1: "not_a_finding", w1: "not_reviewed" });
  });

  it("may hold other STIGs only", () => {
    const { stig: _, ...file } = filledChecklist(runOf(unseen));
    const { carriedFrom, findings } = carriedForward(runOf(unseen), [file], kubernetesStigV2R6);
    expect(carriedFrom).toMatchObject([{ release: "", rules: 0, left: [] }]);
    expect(findings).toEqual(runOf(unseen).findings);
  });
});

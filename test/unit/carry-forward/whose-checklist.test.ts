import { describe, expect, it } from "vitest";
import { kubernetesStigV2R5 } from "../../../src/benchmark/kubernetes-stig/v2r5.ts";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { carriedForward } from "../../../src/carry-forward/carry-forward.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { notAFinding } from "../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { assetNamed, type Edit, filledChecklist } from "../../support/filled-checklist.ts";
import { groupOf, sampleAssessment } from "../../support/sample-assessment.ts";
import { findingOf, id, next, rule, runOf, unseen } from "./carried.ts";

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
    ["no check text", { checkText: "" }, kubernetesStigV2R6],
    [
      "plimsoll's words, of a rule id that is another and of texts that nobody knows",
      { ruleId: "SV-242410r1_rule" },
      { ...kubernetesStigV2R6, file: { name: "x.zip", sha256: "" }, requirements: [] },
    ],
  ])("is what a checklist has with %s", (_what, given, benchmark) => {
    const { stig, ...file } = filledChecklist(runOf(unseen), { [id]: { comments: "Fine.", ...given } });
    const ofNoRelease = { ...file, ...(stig && { stig: { ...stig, releaseInfo: "Release: 99" } }) };
    const [from] = carriedForward(runOf(unseen), [ofNoRelease], benchmark).carriedFrom ?? [];
    expect(from).toMatchObject({ rules: 0, left: [{ id, why: "Its check text is another now." }] });
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

  it("is the first one's of two nodes that differ in case alone", () => {
    const run = sampleAssessment({
      coverage: coverageOf(covered("w1"), covered("W1")),
      findings: [findingOf(unseen, unseen, { groups: [groupOf(["w1"], unseen), groupOf(["W1"], unseen)] })],
    });
    const file = filledChecklist(run, { [id]: { comments: "Fine." } }, { asset: assetNamed("W1") });
    const [finding] = carriedForward(run, [file], kubernetesStigV2R6).findings;
    expect(finding?.review?.carried).toMatchObject([{ asset: "w1.sample" }]);
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

import { describe, expect, it } from "vitest";
import { type Assessment, assessmentSchema, type Finding } from "../../../src/findings/assessment.ts";
import type { Sighted } from "../../../src/findings/run-history.ts";
import { notReviewed, open, worst } from "../../../src/findings/verdict.ts";
import { byEarlierRelease, groupOf, sampleFinding, sampleOfBoth, seenInFile } from "../../support/sample-assessment.ts";
import { day, ruleSaying, runOn, said, trendsOf } from "../../support/sample-history.ts";

const seenOf = (runs: readonly Assessment[]): readonly Sighted[] => trendsOf(runs).trends[0]?.findings[0]?.seen ?? [];
const since = (number: number) => ({ first: day(number), since: day(number) });

describe("the trend of open findings", () => {
  const counted = (runs: readonly Assessment[]) =>
    (trendsOf(runs).trends[0]?.runs ?? []).map(({ open: now, unseen, notReviewed: left }) => [
      [now.high, now.medium, now.low],
      [unseen.high, unseen.medium, unseen.low],
      left,
    ]);

  it("counts rules by severity, run by run", () => {
    const rules = (...verdicts: readonly (keyof typeof said)[]): readonly Finding[] =>
      verdicts.map((word, index) =>
        ruleSaying(`V-${index}`, { w1: said[word] }, { severity: index === 0 ? "high" : "low" }),
      );
    const runs = [runOn(1, rules("open", "open", "fine")), runOn(2, rules("fine", "open", "open"))];
    expect(counted(runs)).toEqual([
      [[1, 0, 1], [0, 0, 0], 0],
      [[0, 0, 2], [0, 0, 0], 0],
    ]);
    expect(trendsOf(runs).trends[0]).toMatchObject({
      cluster: "sample",
      benchmark: "stig",
      release: "V2R6",
      rules: 3,
      runs: [
        { folder: "run-1", collected: { to: day(1) }, targets: 2 },
        { folder: "run-2", collected: { to: day(2) }, targets: 2 },
      ],
    });
  });

  it("does not fall where a host is unread: what was open there is told apart until it is seen", () => {
    const run = (number: number, w2: keyof typeof said) =>
      runOn(number, [ruleSaying("V-1", { w1: said.fine, w2: said[w2] })]);
    const runs = [
      run(1, "unread"),
      run(2, "open"),
      run(3, "unread"),
      run(4, "unread"),
      run(5, "fine"),
      run(6, "unread"),
    ];
    expect(counted(runs)).toEqual([
      [[0, 0, 0], [0, 0, 0], 1],
      [[1, 0, 0], [0, 0, 0], 0],
      [[0, 0, 0], [1, 0, 0], 1],
      [[0, 0, 0], [1, 0, 0], 1],
      [[0, 0, 0], [0, 0, 0], 0],
      [[0, 0, 0], [0, 0, 0], 1],
    ]);
  });

  it("goes by the evidence, whatever people say of it", () => {
    const waived = ruleSaying("V-1", { w1: said.open }, { review: { waived: true } });
    const renamed: Finding = {
      ...ruleSaying("V-2", { w1: said.open }),
      status: "not_a_finding",
      review: { concluded: { status: "open", summary: "Set." }, waived: true },
    };
    const attested: Finding = {
      ...ruleSaying("V-3", { w1: said.unread }),
      status: "not_a_finding",
      review: { concluded: { status: "not_reviewed", summary: "A person has to look." } },
    };
    const [run] = trendsOf([runOn(1, [waived, renamed, attested])]).trends[0]?.runs ?? [];
    expect(run).toMatchObject({ open: { high: 2 }, waived: 2, notReviewed: 1 });
  });

  it("is one for each cluster, release and choice of rules, never over two of them", () => {
    const both = [ruleSaying("V-1", { w1: said.open }), ruleSaying("V-2", { w1: said.open })];
    const { trends } = trendsOf([
      runOn(1, both, byEarlierRelease),
      runOn(2, both),
      runOn(3, both.slice(0, 1)),
      runOn(4, both, { cluster: "other" }),
      runOn(5, both),
    ]);
    expect(
      trends.map(({ cluster, release, rules, runs }) => [cluster, release, rules, runs.map(({ folder }) => folder)]),
    ).toEqual([
      ["sample", "V2R5", 2, ["run-1"]],
      ["sample", "V2R6", 1, ["run-3"]],
      ["other", "V2R6", 2, ["run-4"]],
      ["sample", "V2R6", 2, ["run-2", "run-5"]],
    ]);
    // What was open under another release is not said to be open since then, nor only since now.
    expect(trends[3]?.findings[0]?.seen).toMatchObject([{ ...since(2), orBefore: true, last: day(5) }]);
  });

  it("is one for each benchmark of a run that was judged by both", () => {
    const { trends } = trendsOf([sampleOfBoth()]);
    expect(trends.map(({ benchmark, release, rules }) => [benchmark, release, rules])).toEqual([
      ["stig", "V2R6", 6],
      ["nsa-cisa", "v1.2", 1],
    ]);
  });

  it("has a run once, whatever its copies are called", () => {
    const run = runOn(1, [ruleSaying("V-1", { w1: said.open })]);
    const { trends, leftOut } = trendsOf([run, structuredClone(run), runOn(2, run.findings)]);
    expect(trends[0]?.runs.map(({ folder }) => folder)).toEqual(["run-1", "run-3"]);
    expect(leftOut).toEqual(["run-2 is run-1"]);
  });
});

describe("first and last seen", () => {
  const run = (number: number, targets: Readonly<Record<string, keyof typeof said>>): Assessment =>
    runOn(number, [
      ruleSaying("V-1", Object.fromEntries(Object.entries(targets).map(([name, word]) => [name, said[word]]))),
    ]);

  it("is told target by target, those alike as one, what is open first", () => {
    const runs = [
      run(1, { w1: "open", w2: "open", w3: "fine", w4: "open", w5: "fine" }),
      run(2, { w1: "open", w2: "open", w3: "open", w4: "fine", w5: "none" }),
    ];
    expect(seenOf(runs)).toEqual([
      { standing: "open", ...since(1), orBefore: true, last: day(2), targets: ["w1", "w2"] },
      { standing: "open", ...since(2), last: day(2), targets: ["w3"] },
      { standing: "mended", ...since(1), orBefore: true, last: day(1), mended: day(2), targets: ["w4"] },
    ]);
  });

  it.each([
    ["was not read", { w1: "fine", w2: "unread" }],
    ["is not in the inventory any more", { w1: "fine" }],
  ] as const)("says of a host that %s neither open nor mended", (_why, now) => {
    const runs = [run(1, { w1: "fine", w2: "fine" }), run(2, { w1: "fine", w2: "open" }), run(3, now)];
    expect(seenOf(runs)).toEqual([
      { standing: "unseen", ...since(2), last: day(2), unseenSince: day(3), targets: ["w2"] },
    ]);
  });

  it("of a host that does not count any more says the same, for nobody judges it", () => {
    const beyond = sampleFinding({
      id: "V-1",
      groups: [groupOf(["w1"], said.fine), groupOf(["w2"], said.fine, said.fine, true)],
    });
    const [seen] = seenOf([run(1, { w1: "fine", w2: "open" }), runOn(2, [beyond])]);
    expect(seen).toMatchObject({ standing: "unseen", targets: ["w2"], unseenSince: day(2) });
  });

  it("tells what was open again", () => {
    const runs = [run(1, { w1: "open" }), run(2, { w1: "fine" }), run(3, { w1: "open" }), run(4, { w1: "open" })];
    expect(seenOf(runs)).toEqual([
      { standing: "open", first: day(1), since: day(3), last: day(4), reopened: 1, targets: ["w1"] },
    ]);
  });

  it("leaves out what a provider attests, for nobody saw it", () => {
    const attested: Finding = {
      ...sampleFinding({ id: "V-1", groups: [groupOf(["the provider"], said.open), groupOf(["w1"], said.unread)] }),
      responsibility: {
        profile: "p",
        who: "provider",
        inherited: true,
        visible: "none",
        attestation: { statement: "So it is.", counts: true },
      },
    };
    expect(trendsOf([runOn(1, [attested])]).trends[0]).toMatchObject({
      findings: [],
      runs: [{ notReviewed: 1, targets: 0 }],
    });
  });

  it("is of runs as they are kept", () => {
    const kept = run(1, { w1: "open" });
    expect(assessmentSchema.parse(kept)).toEqual(kept);
  });
});

describe("objects that a rule names", () => {
  const object = (name: string) => ({ namespace: "shop", kind: "Deployment", name });
  const openFor = (...names: readonly string[]) => ({ ...open("Privileged."), objects: names.map(object) });
  const run = (number: number, verdict: Finding["groups"][number]["literal"]): Assessment =>
    runOn(number, [sampleFinding({ id: "V-1", groups: [{ ...groupOf(["sample"], verdict), ofCluster: true }] })]);
  const objectsOf = (runs: readonly Assessment[]) =>
    seenOf(runs).flatMap(({ objects, standing, since: from, mended }) =>
      objects === undefined ? [] : [[objects.join(), standing, from, mended]],
    );

  it("are told one by one beside the cluster", () => {
    const runs = [run(1, openFor("a", "b")), run(2, openFor("b", "c"))];
    expect(objectsOf(runs)).toEqual([
      ["shop/Deployment b", "open", day(1), undefined],
      ["shop/Deployment c", "open", day(2), undefined],
      ["shop/Deployment a", "mended", day(1), day(2)],
    ]);
    expect(seenOf(runs)[0]).toMatchObject({ targets: ["sample"], ofCluster: true, standing: "open", ...since(1) });
  });

  it("are mended with the cluster", () => {
    expect(objectsOf([run(1, openFor("a")), run(2, said.fine)])).toEqual([
      ["shop/Deployment a", "mended", day(1), day(2)],
    ]);
  });

  it.each([
    ["nothing was seen", said.unread],
    ["it is not said which are open", open("Somewhere.")],
    ["something else was not reviewed", worst([openFor("b"), notReviewed("A list was not read.")])],
    [
      "something was not seen",
      { ...openFor("b"), seen: [{ ...seenInFile("sample", "pods", "?"), unseen: "refused" }] },
    ],
  ])("are not mended where %s", (_why, verdict) => {
    expect(objectsOf([run(1, openFor("a")), run(2, verdict)])).toContainEqual([
      "shop/Deployment a",
      "unseen",
      day(1),
      undefined,
    ]);
  });
});

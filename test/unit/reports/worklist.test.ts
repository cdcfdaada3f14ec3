import { describe, expect, it } from "vitest";
import { gardenerShoot } from "../../../src/benchmark/responsibility/gardener-shoot.ts";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { notApplicable, notReviewed, open } from "../../../src/findings/verdict.ts";
import { configurationsOf } from "../../../src/reports/html/configurations.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { todoView } from "../../../src/reports/html/todo-view.ts";
import { waitersOf } from "../../../src/reports/html/waiting.ts";
import { type WorklistView, worklistView } from "../../../src/reports/html/worklist-view.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";
import { assessed } from "../distributions/assessed.ts";
import { clusterNames, collected } from "../distributions/described-cluster.ts";
import { assessedBoth, forbidding, unreadNode, without } from "./half-read.ts";

const worklistOf = (assessment: Assessment): WorklistView =>
  worklistView(assessment, waitersOf(assessment, assessment.findings), configurationsOf(assessment));

const idsIn = ({ sections }: WorklistView, wanted?: string): readonly string[] => [
  ...new Set(
    sections
      .filter(({ id }) => wanted === undefined || id === `worklist-${wanted}`)
      .flatMap(({ entries }) => entries.flatMap(({ rules }) => rules.map(({ id }) => id))),
  ),
];
const entriesIn = ({ sections }: WorklistView, wanted: string) =>
  sections.find(({ id }) => id === `worklist-${wanted}`)?.entries ?? [];
const notReviewedIn = ({ findings }: Assessment): readonly string[] =>
  findings.filter(({ status }) => status === "not_reviewed").map(({ id }) => id);

const kubeadm = await collected("kubeadm");
const [cp1, w1] = kubeadm.nodes;
if (cp1 === undefined || w1 === undefined) throw new Error("the recorded cluster has lost a node");

/** One node unread, files of another denied, two lists of the API forbidden. */
const halfRead = assessedBoth({
  nodes: [
    cp1,
    without(w1, ["stat.kubelet-config", "stat.pki"], "permission-denied", "Permission denied"),
    unreadNode("w3", "refused", "the connection was refused"),
    ...["w4", "w5"].map((name) => unreadNode(name, "auth-failed", "the server refused the key")),
  ],
  api: forbidding(forbidding(kubeadm.api, "api.pods"), "api.services"),
});

describe("every Not Reviewed rule has a cause", () => {
  it.each(clusterNames)("of %s", async (name) => {
    const assessment = assessed(await collected(name));
    expect([...idsIn(worklistOf(assessment))].sort()).toEqual([...notReviewedIn(assessment)].sort());
  });

  it.each([
    ["a cluster that was read in part", () => halfRead],
    ["a cluster of which nothing was read", () => nothingRead()],
    ["a cluster without an API", () => withoutApi()],
    [
      "a finding without groups",
      () => sampleAssessment({ findings: [sampleFinding({ groups: [], automatic: true })] }),
    ],
    ["a sample", () => sampleAssessment()],
  ])("of %s", (_what, assessment) => {
    expect([...idsIn(worklistOf(assessment()))].sort()).toEqual([...notReviewedIn(assessment())].sort());
  });

  it("leads from each row to its finding, on the page", () => {
    const page = textOf(htmlReport(halfRead));
    const worklist = page.slice(page.indexOf('id="worklist"'), page.indexOf('id="worksheets"'));
    for (const id of notReviewedIn(halfRead)) {
      expect(worklist).toContain(`<li data-rule="${id}"><a class="id" href="#${id}">`);
      expect(page).toContain(`<details class="finding" id="${id}"`);
    }
  });
});

const nothingRead = (): Assessment =>
  assessedBoth({
    nodes: [unreadNode("w1", "unreachable", "there is no route to the host")],
    api: { ...kubeadm.api, facts: unreadClusterFacts("https://192.0.2.10:6443", "auth-failed", "401") },
  });
const withoutApi = (): Assessment =>
  assessedBoth({
    nodes: kubeadm.nodes,
    api: { ...kubeadm.api, facts: unreadClusterFacts("", "not-collected", "the inventory gives no access") },
    apiConfigured: false,
  });

describe("nodes that were not read", () => {
  const entries = entriesIn(worklistOf(halfRead), "nodes");

  it("are one entry for each cause, with the way to close it and the rules that wait", () => {
    expect(entries.map(({ name, code, which }) => [name, code, which?.names])).toEqual([
      ["Login refused", "auth-failed", ["w4", "w5"]],
      ["Connection refused", "refused", ["w3"]],
      ["Not in the inventory", "not-in-inventory", ["w2"]],
    ]);
    expect(entries[1]).toMatchObject({ command: "sh reader.sh sweep > NODE.sweep" });
    expect(entries[1]?.messages).toEqual(["the connection was refused"]);
    expect(entries[1]?.rules.map(({ id }) => id)).toContain("V-242387");
    expect(entries[1]?.also).toMatch(/^\d+ more rules are Open by other nodes, and not judged here\.$/);
  });

  it("are named by their configurations where they are many", () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    const assessment = assessedBoth({
      nodes: [cp1, ...names.map((name) => unreadNode(name, "timed-out", "no answer"))],
      api: kubeadm.api,
    });
    const entry = entriesIn(worklistOf(assessment), "nodes").find(({ code }) => code === "timed-out");
    expect(entry?.which).toMatchObject({
      names: [],
      count: "30 nodes",
      configurations: [{ first: "A", last: null }],
      more: null,
    });
  });

  it("are there where no rule waits for them, and a cause that is not known has a way, too", () => {
    const coverage = { ...sampleAssessment().coverage };
    const nodes = coverage.nodes.map((node) => (node.state === "read" ? node : { ...node, cause: hostile.image }));
    const [entry] = entriesIn(
      worklistOf(sampleAssessment({ coverage: { ...coverage, nodes }, findings: [] })),
      "nodes",
    );
    expect(entry).toMatchObject({ name: "Not read", rules: [], waits: "No rule is Not Reviewed for it." });
  });
});

describe("what the API server did not say", () => {
  it("is one entry for each request, with the missing right", () => {
    const entries = entriesIn(worklistOf(halfRead), "api");
    expect(entries.map(({ name, messages, command }) => [name, messages, command])).toEqual([
      ["GET /api/v1/services", ["list services: forbidden"], "plimsoll api-access"],
      ["GET /api/v1/pods", ["list pods: forbidden"], "plimsoll api-access"],
    ]);
    expect(entries[0]?.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(["V-242410", "V-242413"]));
  });

  it("is one entry where it was not read, or not configured", () => {
    expect(entriesIn(worklistOf(nothingRead()), "api")).toMatchObject([
      { name: "Credentials not accepted", code: "auth-failed", messages: ["401"] },
    ]);
    const [entry, ...more] = entriesIn(worklistOf(withoutApi()), "api");
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ name: "Not asked", command: "plimsoll api-access" });
    expect(entry?.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(["V-242414", "V-242417"]));
  });
});

describe("what was not seen on nodes that were read", () => {
  it("is one entry for each reason, which says whose and what", () => {
    const [entry, ...more] = entriesIn(worklistOf(halfRead), "looks");
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ name: "Permission denied", code: "permission-denied", which: { names: ["w1"] } });
    expect(entry?.rules.find(({ id }) => id === "V-242406")?.text).toBe("Not seen: look stat.kubelet-config");
  });
});

describe("what nobody here could look at", () => {
  it("is the provider's where a profile says so, and not for a person", async () => {
    const { nodes, api } = await collected("gardener");
    const worklist = worklistOf(assessedBoth({ nodes, api, profile: gardenerShoot }));
    const inherited = idsIn(worklist, "inherited");
    expect(inherited.length).toBeGreaterThan(40);
    expect(idsIn(worklist, "person").filter((id) => inherited.includes(id))).toEqual([]);
    expect(entriesIn(worklist, "inherited")[0]?.todo).toContain("providerAttestation");
  });

  it("waits for nodes where the inventory has none of that kind", () => {
    const group = groupOf(["w1"], notApplicable("The check is for control-plane nodes."));
    const finding = sampleFinding({ groups: [group], status: "not_reviewed" });
    expect(idsIn(worklistOf(sampleAssessment({ findings: [finding] })), "no-nodes")).toEqual(["V-242387"]);
  });
});

describe("what is for a person", () => {
  it("is what was gathered in full and not decided; what does not count is not", () => {
    const undecided = notReviewed("Whether it is approved is for a person.");
    const beyond = groupOf(["w1"], undecided, undecided, true);
    const findings = [
      sampleFinding({ id: "V-1", groups: [groupOf(["cp1"], undecided)] }),
      sampleFinding({ id: "V-2", groups: [groupOf(["cp1"], open("bad")), beyond] }),
      sampleFinding({ id: "V-3", groups: [], automatic: false }),
    ];
    expect(idsIn(worklistOf(sampleAssessment({ findings })), "person")).toEqual(["V-1", "V-3"]);
  });
});

it("says so where nothing is left to review", () => {
  const coverage = { ...sampleAssessment().coverage, nodes: [] };
  const worklist = worklistOf(sampleAssessment({ coverage, findings: [] }));
  expect(worklist).toMatchObject({ count: 0, sections: [], headline: "0 rules are Not Reviewed" });
  expect(worklist.nothing).toMatch(/^Nothing is left to review/);
});

describe("on the first screen", () => {
  const { findings } = withoutApi();
  const worklist = worklistOf(withoutApi());
  const namedIn = (several: boolean, complete: boolean): readonly number[] =>
    todoView(worklist, { several, complete }).sections.map(({ first }) => first.length);

  it("names rules where there is room beside the counts, and never beside what was not read", () => {
    expect(findings.length).toBeGreaterThan(100);
    expect(worklist.sections).toHaveLength(2);
    expect([namedIn(true, true), namedIn(false, true), namedIn(true, false)]).toEqual([
      [5, 5],
      [0, 0],
      [0, 0],
    ]);
  });

  it("counts the rules that it does not name", () => {
    const [section] = todoView(worklist, { several: true, complete: true }).sections;
    expect(section?.more).toBe(`and ${(section?.count ?? 0) - 5} more`);
    expect(todoView(worklistOf(sampleAssessment({ findings: [] })), { several: true, complete: true })).toMatchObject({
      headline: "0 rules are Not Reviewed",
    });
  });
});

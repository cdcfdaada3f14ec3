import { describe, expect, it } from "vitest";
import type { Assessment, FindingGroup, StigFinding } from "../../../../src/findings/assessment.ts";
import type { ChecklistScope } from "../../../../src/findings/checklist-settings.ts";
import { notAFinding, notApplicable, notReviewed, open, statuses } from "../../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../../src/reports/checklist/checklist.ts";
import { readDetails } from "../../../../src/reports/checklist/evidence-block.ts";
import { coverageOf, covered } from "../../../support/coverage.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../../support/sample-assessment.ts";

// cp1 and w1 were read, w2 was not; their roles are as shown here.
const { coverage } = sampleAssessment();
const roles = [["control-plane"], ["worker"], ["worker"]] as const;
const known = { ...coverage, nodes: coverage.nodes.map((node, index) => ({ ...node, roles: roles[index] ?? [] })) };

type Given = Partial<Assessment> & { readonly emptyNotReviewed?: boolean };

/** Status and details of the only rule, by the first word of the asset's name. */
function saidIn(scope: ChecklistScope, finding: StigFinding, { emptyNotReviewed = false, ...given }: Given = {}) {
  const assessment = sampleAssessment({ coverage: known, findings: [finding], ...given });
  return Object.fromEntries(
    checklistsOf(assessment, { scope, emptyNotReviewed }).map(({ asset, rules }) => [
      asset.hostName.replace(/^sample-/, "").replace(/\.sample$/, ""),
      [rules[0]?.status, rules[0]?.details ?? ""] as const,
    ]),
  );
}
const statusesIn = (scope: ChecklistScope, finding: StigFinding, given?: Given) =>
  Object.fromEntries(Object.entries(saidIn(scope, finding, given)).map(([name, [status]]) => [name, status]));
const findingOf = (groups: readonly FindingGroup[], given: Partial<StigFinding> = {}) =>
  sampleFinding({ groups, ...given });

const passes = notAFinding("It is set.", [seenInFile("cp1", "setting", "set")]);
const fails = open("It is not set.", [seenInFile("w1", "setting", "not set")]);
const unseen = notReviewed("Not seen (refused): read /x.");

describe("a rule that is judged on nodes", () => {
  const finding = findingOf([groupOf(["cp1"], passes), groupOf(["w1"], fails), groupOf(["w2"], unseen)]);

  it("has the status of each node, and of a role its worst", () => {
    expect(finding.status).toBe("open");
    expect(statusesIn("cluster", finding)).toEqual({ sample: "open" });
    expect(statusesIn("node", finding)).toEqual({ cp1: "not_a_finding", w1: "open", w2: "not_reviewed" });
    expect(statusesIn("role", finding)).toEqual({ "control-plane": "not_a_finding", worker: "open" });
  });

  it("says what was seen of the node, and nothing of others", () => {
    const { cp1, w1, w2 } = saidIn("node", finding);
    expect(readDetails(cp1?.[1] ?? "").evidence).toBe(
      "Not a Finding. It is set.\nExpected: readOnlyPort unset or 0, no --read-only-port\n\n1. Not a Finding: cp1\n" +
        "   - setting: set\n     at /var/lib/kubelet/config.yaml:12",
    );
    expect(w1?.[1]).toMatch(/^Open\. It is not set\./);
    expect(w2?.[1]).toMatch(/^Not Reviewed\. Not seen \(refused\): read \/x\.\n/);
  });

  it("is silent where Not Reviewed rules shall be, of that node only", () => {
    const { cp1, w2 } = saidIn("node", finding, { emptyNotReviewed: true });
    expect([cp1?.[1] === "", w2]).toEqual([false, ["not_reviewed", ""]]);
  });

  it("is Not Reviewed on a node that no group names, whatever the others show", () => {
    const partial = findingOf([groupOf(["cp1"], passes)]);
    expect(statusesIn("node", partial)).toEqual({ cp1: "not_a_finding", w1: "not_reviewed", w2: "not_reviewed" });
    expect(saidIn("node", partial)["w1"]?.[1]).toMatch(/^Not Reviewed\. The assessment says nothing of this node here/);
    const half = findingOf([groupOf(["cp1", "w1"], passes)]);
    expect(saidIn("role", half)["worker"]).toEqual([
      "not_reviewed",
      expect.stringContaining("says nothing of 1 of these 2 nodes here"),
    ]);
    const bad = saidIn("role", findingOf([groupOf(["w1"], fails)]))["worker"];
    expect(bad?.[0]).toBe("open");
    expect(bad?.[1]).toMatch(/^Open\. It is not set\.\nThe assessment says nothing of 1 of these 2 nodes here/);
  });

  it("takes the worst of two groups that name one node", () => {
    const twice = findingOf([groupOf(["cp1", "w1", "w2"], passes), groupOf(["w1"], fails)]);
    expect(statusesIn("node", twice)).toEqual({ cp1: "not_a_finding", w1: "open", w2: "not_a_finding" });
  });

  it("is Not Applicable where the check text does not speak of the node, and says so", () => {
    const beyond = findingOf([groupOf(["cp1"], passes), groupOf(["w1", "w2"], fails, fails, true)]);
    expect(statusesIn("node", beyond)).toEqual({ cp1: "not_a_finding", w1: "not_applicable", w2: "not_applicable" });
    expect(saidIn("node", beyond)["w1"]?.[1]).toMatch(
      /^Not Applicable\. The check text does not speak of this node\.\nThe running configuration, defaults included: Open\.\n/,
    );
    expect(statusesIn("role", beyond)).toEqual({ "control-plane": "not_a_finding", worker: "not_applicable" });
  });

  it("says what else is so where the running configuration differs", () => {
    const differs = findingOf([groupOf(["cp1"], passes, open("Unset means true.")), groupOf(["w1", "w2"], passes)]);
    const { cp1, w1 } = saidIn("node", differs);
    expect(cp1?.[1]).toContain("The running configuration, defaults included: Open.");
    expect(w1?.[1]).not.toContain("Open");
  });
});

describe("a role that no node has", () => {
  const nodes = known.nodes.slice(1);
  const finding = findingOf([groupOf(["w1", "w2"], notApplicable("The check is for control-plane nodes."))], {
    status: "not_reviewed",
    summary: "Inherited from the provider, and not checked.",
  });

  it("is Not Reviewed", () => {
    const { worker, "control-plane": controlPlane } = saidIn("role", finding, { coverage: { ...known, nodes } });
    expect(worker?.[0]).toBe("not_applicable");
    expect(controlPlane).toEqual([
      "not_reviewed",
      expect.stringMatching(/^Not Reviewed\. No control-plane node is in the assessment: nothing was checked\./),
    ]);
  });
});

describe("what is judged on the cluster as a whole", () => {
  const finding = findingOf([groupOf(["sample"], open("3 pods in default."))]);

  it("says the cluster's verdict in every checklist, and that it is so, without what changes with every pod", () => {
    for (const [status, details] of Object.values({ ...saidIn("node", finding), ...saidIn("role", finding) })) {
      expect(status).toBe("open");
      expect(details).toMatch(/^Open\. 3 pods in default\.\nThis rule is judged on the cluster as a whole; /);
      expect(details).not.toContain("1. ");
    }
  });

  it("is so with what is judged apart, the platform's own", () => {
    const apart = groupOf(["sample: workloads of the platform"], open("hostNetwork."), undefined, true);
    expect(saidIn("node", { ...finding, groups: [...finding.groups, apart] })).toEqual(saidIn("node", finding));
  });

  it("is not what the only node of a cluster shows that is called as the cluster is", () => {
    const coverage = coverageOf(covered("sample"));
    const { sample } = saidIn("node", findingOf([groupOf(["sample"], fails)]), { coverage });
    expect(sample).toEqual(["open", expect.stringMatching(/^Open\. It is not set\.\nExpected: /)]);
  });

  it("is not taken for a node that has the cluster's name", () => {
    const nodes = [...known.nodes, { name: "sample", address: "192.0.2.9", role: "worker", state: "read" as const }];
    const named = { coverage: { ...known, nodes } };
    expect(new Set(Object.values(statusesIn("node", finding, named)))).toEqual(new Set(["open"]));
    const onNodes = findingOf([groupOf(["sample"], fails), groupOf(["cp1", "w1", "w2"], passes)]);
    expect(statusesIn("node", onNodes, named)).toMatchObject({ cp1: "not_a_finding", w1: "not_a_finding" });
    expect(Object.values(statusesIn("node", onNodes, named))).toContain("open");
  });

  it("is for a person on every node where it has no groups", () => {
    const manual = findingOf([], { summary: "A person has to judge this rule.", automatic: false });
    expect(new Set(Object.values(statusesIn("node", manual)))).toEqual(new Set(["not_reviewed"]));
    expect(statusesIn("node", { ...manual, status: "not_a_finding" })).toMatchObject({ cp1: "not_reviewed" });
  });
});

describe("a person's word on the cluster", () => {
  const groups = [groupOf(["cp1"], passes), groupOf(["w1"], notApplicable("No such file.")), groupOf(["w2"], unseen)];
  const said = (status: StigFinding["status"], concluded: StigFinding["status"], own = groups) =>
    findingOf(own, {
      status,
      summary: "Looked at by A. Person.",
      review: { concluded: { status: concluded, summary: "Not seen." } },
    });

  it("stands for what was not seen, and for nothing that was", () => {
    expect(statusesIn("node", said("not_a_finding", "not_reviewed"))).toEqual({
      cp1: "not_a_finding",
      w1: "not_applicable",
      w2: "not_a_finding",
    });
    const [, details] = saidIn("node", said("not_a_finding", "not_reviewed"))["w2"] ?? [];
    expect(details?.split("\n").slice(0, 3)).toEqual([
      "Not a Finding. Looked at by A. Person.",
      "This was said of the cluster as a whole.",
      "By what was seen here it is Not Reviewed. Not seen (refused): read /x.",
    ]);
    expect(statusesIn("node", said("open", "not_reviewed"))).toMatchObject({ cp1: "not_a_finding", w2: "open" });
  });

  it("stands for nothing where the evidence was open, or where the word does not hold", () => {
    const withOpen = [...groups.slice(0, 1), groupOf(["w1"], fails), groupOf(["w2"], unseen)];
    const expected = { cp1: "not_a_finding", w1: "open", w2: "not_reviewed" };
    expect(statusesIn("node", said("not_a_finding", "open", withOpen))).toEqual(expected);
    expect(statusesIn("node", findingOf(groups, { status: "not_a_finding" }))).toMatchObject({ w2: "not_reviewed" });
    expect(saidIn("node", said("not_reviewed", "not_reviewed"))["w2"]).toEqual([
      "not_reviewed",
      expect.stringMatching(/^Not Reviewed\. Not seen \(refused\): read \/x\.\nExpected: /),
    ]);
  });

  it("stands for a rule that nobody else judges", () => {
    expect(statusesIn("node", said("not_applicable", "not_reviewed", []))).toEqual({
      cp1: "not_applicable",
      w1: "not_applicable",
      w2: "not_applicable",
    });
  });

  it("never makes anything of a node better than it was seen, by any status", () => {
    for (const status of statuses)
      for (const concluded of statuses)
        expect(
          statusesIn("node", said(status, concluded, [groupOf(["cp1", "w1"], fails), groupOf(["w2"], passes)])),
        ).toEqual({ cp1: "open", w1: "open", w2: "not_a_finding" });
  });
});

describe("a provider's attestation", () => {
  const word = notAFinding("Attested by the provider: we do.");
  const responsibility = (counts: boolean) => ({
    profile: "Gardener shoot",
    who: "provider" as const,
    inherited: true,
    visible: "none" as const,
    attestation: { statement: "we do", counts, ...(counts ? {} : { why: "it expired" }) },
  });
  const attested = (own: readonly FindingGroup[]) =>
    findingOf([groupOf(["the operator of Gardener"], word), ...own], {
      summary: word.reason,
      status: "not_a_finding",
      responsibility: responsibility(true),
    });

  it("stands for what nobody saw: on nodes, on the cluster, and where there is no node", () => {
    expect(
      statusesIn("node", attested([groupOf(["cp1"], notApplicable("A worker.")), groupOf(["w1", "w2"], unseen)])),
    ).toEqual({ cp1: "not_applicable", w1: "not_a_finding", w2: "not_a_finding" });
    expect(statusesIn("node", attested([groupOf(["sample"], unseen)]))).toMatchObject({ cp1: "not_a_finding" });
    expect(statusesIn("node", attested([]))).toMatchObject({ cp1: "not_a_finding" });
    const nodes = known.nodes.slice(1);
    const ofWorkers = attested([groupOf(["w1", "w2"], notApplicable("A worker."))]);
    expect(statusesIn("role", ofWorkers, { coverage: { ...known, nodes } })).toEqual({
      "control-plane": "not_a_finding",
      worker: "not_applicable",
    });
    expect(saidIn("node", attested([groupOf(["w1"], unseen)]))["w1"]?.[1]).toContain("Attestation: we do");
  });

  it("is not spoken of where it does not count, nor whether it is inherited: both depend on other nodes", () => {
    const finding = findingOf([groupOf(["cp1", "w1", "w2"], unseen)], { responsibility: responsibility(false) });
    const [status, details] = saidIn("node", finding)["w1"] ?? [];
    expect(status).toBe("not_reviewed");
    expect(details).toContain("Responsible: provider\n");
    expect(details).not.toContain("Attestation");
  });
});

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { open, statuses } from "../../../src/findings/verdict.ts";
import { controlId } from "../../../src/reports/oscal/controls.ts";
import { nameBasedUuid } from "../../../src/reports/oscal/name-based-uuid.ts";
import { oscalReport } from "../../../src/reports/oscal/oscal.ts";
import { dayOf } from "../../../src/reports/oscal/oscal-text.ts";
import { statusWords } from "../../../src/reports/status-words.ts";
import { withText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { schemaProblems } from "../../support/published-schemas.ts";
import { textOf } from "../../support/report-text.ts";
import { reviewedAssessment } from "../../support/reviewed-assessment.ts";
import {
  assessmentOf,
  groupOf,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
} from "../../support/sample-assessment.ts";
import { manyGroups } from "./many-groups.ts";

type Property = { readonly name: string; readonly value: string; readonly remarks?: string };
type Observation = {
  readonly uuid: string;
  readonly props: readonly Property[];
  readonly methods: readonly string[];
  readonly subjects: readonly { readonly "subject-uuid": string; readonly type: string }[];
  readonly collected: string;
};
type Risk = {
  readonly uuid: string;
  readonly title: string;
  readonly status: string;
  readonly deadline?: string;
  readonly props: readonly Property[];
};
type OscalFinding = {
  readonly title: string;
  readonly props: readonly Property[];
  readonly target: {
    readonly "target-id": string;
    readonly status: { readonly state: string; readonly reason: string; readonly remarks: string };
    readonly "implementation-status"?: { readonly state: string };
  };
  readonly "related-observations": readonly { readonly "observation-uuid": string }[];
  readonly "related-risks"?: readonly { readonly "risk-uuid": string }[];
};
type Results = {
  readonly uuid: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly "import-ap": { readonly href: string };
  readonly "local-definitions": {
    readonly "objectives-and-methods": readonly { readonly parts: readonly { readonly id: string }[] }[];
  };
  readonly "back-matter": { readonly resources: readonly { readonly uuid: string }[] };
  readonly results: readonly [
    {
      readonly "local-definitions": {
        readonly components: readonly { readonly uuid: string }[];
        readonly "inventory-items": readonly { readonly uuid: string }[];
      };
      readonly "reviewed-controls": unknown;
      readonly observations: readonly Observation[];
      readonly risks: readonly Risk[];
      readonly findings: readonly OscalFinding[];
    },
  ];
};

const documentOf = (assessment: Assessment) =>
  JSON.parse(textOf(oscalReport(assessment))) as { readonly "assessment-results": Results };

const resultsOf = (assessment: Assessment): Results => documentOf(assessment)["assessment-results"];

const findingOf = (assessment: Assessment, id: string): OscalFinding | undefined =>
  resultsOf(assessment).results[0].findings.find(({ target }) => target["target-id"] === id);

describe("oscal-assessment-results.json", () => {
  it("is what NIST's schema admits, for every rule and whatever a node wrote", () => {
    const nothing = sampleAssessment({
      findings: [],
      coverage: { nodes: [], api: { state: "not-configured" }, complete: false },
    });
    for (const assessment of [sampleOfBoth(), assessmentOf(kubernetesStigV2R6), reviewedAssessment(), nothing])
      expect(schemaProblems("oscal", documentOf(assessment))).toEqual([]);
    for (const text of Object.values(hostile)) {
      const { collected } = sampleAssessment();
      expect(schemaProblems("oscal", documentOf({ ...withText(text), collected })), text).toEqual([]);
    }
    expect(
      schemaProblems("oscal", { "assessment-results": { ...resultsOf(sampleAssessment()), uuid: "x" } }),
    ).not.toEqual([]);
  });

  it("has a finding for every rule, and as many of each status as the assessment", () => {
    const assessment = assessmentOf(kubernetesStigV2R6);
    const said = resultsOf(assessment).results[0].findings.map(
      ({ props }) => props.find(({ name }) => name === "status")?.value,
    );
    const count = (word: string) => said.filter((one) => one === word).length;
    const own = statuses.map((status) => assessment.findings.filter((finding) => finding.status === status).length);
    expect(statuses.map((status) => count(statusWords[status]))).toEqual(own);
  });

  it("never says satisfied of what was not reviewed, nor passed of what does not apply", () => {
    const stateOf = (id: string) => {
      const target = findingOf(sampleAssessment(), id)?.target;
      return [target?.status.state, target?.status.reason, target?.["implementation-status"]?.state];
    };
    expect(stateOf("V-242387")).toEqual(["not-satisfied", "fail", undefined]);
    expect(stateOf("V-242410")).toEqual(["not-satisfied", "other", undefined]);
    expect(stateOf("V-242390")).toEqual(["satisfied", "pass", "implemented"]);
    expect(stateOf("V-242396")).toEqual(["satisfied", "other", "not-applicable"]);
    expect(findingOf(sampleAssessment(), "V-242410")?.target.status.remarks).toContain("could not be judged");
  });

  it("says where a person's word decides, and that nothing passed by it", () => {
    const status = findingOf(reviewedAssessment(), "V-242410")?.target.status;
    expect(status).toMatchObject({ state: "satisfied", reason: "other" });
    expect(status?.remarks).toContain("A person's word: the evidence alone says Not Reviewed.");
    const [result] = resultsOf(reviewedAssessment()).results;
    const said = result.observations.find(({ methods }) => methods.includes("INTERVIEW"));
    expect(said).toMatchObject({ collected: "2026-11-01T00:00:00Z" });
  });

  it("has a risk for each open finding, and a deviation where it is waived", () => {
    const risks = resultsOf(reviewedAssessment()).results[0].risks.map(({ title, status, deadline }) => [
      title.slice(0, 8),
      status,
      deadline,
    ]);
    expect(risks).toEqual([
      ["V-242387", "deviation-approved", "2027-03-31T00:00:00Z"],
      ["V-242388", "open", "2027-03-31T00:00:00Z"],
      ["V-242411", "open", undefined],
      ["V-242389", "deviation-approved", "2027-03-31T00:00:00Z"],
    ]);
    const [waived] = resultsOf(reviewedAssessment()).results[0].risks;
    expect(waived?.props.find(({ name }) => name === "waiver")).toMatchObject({
      value: "J. Doe, ISSM",
      remarks: "Replaced in March.\n\nTicket: SEC-1\n\nUntil 2027-03-31\n\nCovers: w1, w2",
    });
  });

  it("refers to nothing that is not there", () => {
    const results = resultsOf(sampleOfBoth());
    const [result] = results.results;
    const { components, "inventory-items": nodes } = result["local-definitions"];
    const subjects = new Set([...components, ...nodes].map(({ uuid }) => uuid));
    for (const observation of result.observations)
      for (const subject of observation.subjects) expect(subjects).toContain(subject["subject-uuid"]);
    const observations = new Set(result.observations.map(({ uuid }) => uuid));
    const risks = new Set(result.risks.map(({ uuid }) => uuid));
    const objectives = new Set(
      results["local-definitions"]["objectives-and-methods"].flatMap(({ parts }) => parts.map(({ id }) => id)),
    );
    for (const finding of result.findings) {
      expect(objectives).toContain(finding.target["target-id"]);
      for (const related of finding["related-observations"])
        expect(observations).toContain(related["observation-uuid"]);
      for (const related of finding["related-risks"] ?? []) expect(risks).toContain(related["risk-uuid"]);
    }
    const resources = results["back-matter"].resources.map(({ uuid }) => `#${uuid}`);
    expect(resources).toContain(results["import-ap"].href);
  });

  it("gives no UUID twice", () => {
    const uuids = [...textOf(oscalReport(assessmentOf(kubernetesStigV2R6))).matchAll(/"uuid": ?"([^"]+)"/g)].map(
      ([, uuid]) => uuid,
    );
    expect(uuids.length).toBeGreaterThan(200);
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  it("keeps the UUIDs of nodes and risks in a later run, and no others", () => {
    const later = { from: "2026-12-01T06:00:00.000Z", to: "2026-12-01T06:02:00.000Z" };
    const [first, second] = [resultsOf(sampleAssessment()), resultsOf(sampleAssessment({ collected: later }))];
    expect(second.results[0].risks.map(({ uuid }) => uuid)).toEqual(first.results[0].risks.map(({ uuid }) => uuid));
    expect(second.results[0]["local-definitions"]["inventory-items"]).toEqual(
      first.results[0]["local-definitions"]["inventory-items"],
    );
    expect(second.uuid).not.toBe(first.uuid);
    expect(second.results[0].observations[0]?.uuid).not.toBe(first.results[0].observations[0]?.uuid);
  });

  it("writes nothing of a node as markup", () => {
    const finding = sampleFinding({
      groups: [groupOf(["w1"], open("See [x](https://192.0.2.1) <b> {{ insert: param, x }}."))],
    });
    const text = textOf(oscalReport(sampleAssessment({ findings: [finding] })));
    expect(text).toContain(
      "See \\\\[x\\\\](https\\\\://192.0.2.1) \\\\<b\\\\> \\\\{\\\\{ insert: param, x \\\\}\\\\}.",
    );
  });

  it("names a rule without a control of NIST's as its own", () => {
    const [objective] = resultsOf(sampleAssessment({ findings: [sampleFinding({ nist: [] })] }))["local-definitions"][
      "objectives-and-methods"
    ];
    expect(objective).toMatchObject({ "control-id": "V-242387" });
  });

  it("stays bounded at 5,000 nodes of which no ten are alike in any rule", () => {
    const text = textOf(oscalReport(manyGroups(5000, 500)));
    expect(text.length).toBeLessThan(40_000_000);
    expect(gzipSync(text).length).toBeLessThan(6_000_000);
  });

  it("is the same twice", () => {
    expect(textOf(oscalReport(sampleOfBoth()))).toBe(textOf(oscalReport(sampleOfBoth())));
  });
});

describe("names of OSCAL", () => {
  it("are those of its catalog of SP 800-53", () => {
    expect(["AC-3", "AC-6 (9)", "CM-6 b", "IA-5 (1) (d)", "SI-3 (10) (a)"].map(controlId)).toEqual([
      "ac-3",
      "ac-6.9",
      "cm-6",
      "ia-5.1",
      "si-3.10",
    ]);
  });

  it("are UUIDs of version 5, by RFC 9562", () => {
    expect(nameBasedUuid("a", "b")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(nameBasedUuid("a", "b")).toBe(nameBasedUuid("a", "b"));
    expect(nameBasedUuid("a", "b")).not.toBe(nameBasedUuid("ab"));
  });

  it("are days only where the calendar has them", () => {
    expect(["2027-03-31", "2027-02-30", "2027-03-31T00:00:00Z", "soon", undefined].map(dayOf)).toEqual([
      "2027-03-31T00:00:00Z",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

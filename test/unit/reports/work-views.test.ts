import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decisionsUsed } from "../../../src/assess/decisions-used.ts";
import { parseDecisions } from "../../../src/decisions/load.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { notAFinding, notReviewed, open } from "../../../src/findings/verdict.ts";
import { type Configurations, configurationsOf } from "../../../src/reports/html/configurations.ts";
import { listWords, optionWords } from "../../../src/reports/html/decision-words.ts";
import { decisionsView } from "../../../src/reports/html/decisions-view.ts";
import { fixFirstView } from "../../../src/reports/html/fix-first-view.ts";
import { readingsView } from "../../../src/reports/html/readings-view.ts";
import { waitersOf } from "../../../src/reports/html/waiting.ts";
import { worksheetsView } from "../../../src/reports/html/worksheets-view.ts";
import { clusterFactsOf } from "../../../src/rules/define-cluster-rule.ts";
import { factsOf } from "../../../src/rules/define-rule.ts";
import { guidanceChecks } from "../../../src/rules/guidance-index.ts";
import { rules } from "../../../src/rules/index.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const nobody: Configurations = { all: [], numberOf: new Map() };

describe("fix first", () => {
  const openOn = (id: string, targets: readonly string[], given: Partial<Finding> = {}): Finding =>
    sampleFinding({ id, groups: [groupOf(targets, open("bad"))], ...given } as Parameters<typeof sampleFinding>[0]);
  const order = (...findings: readonly Finding[]): readonly string[] =>
    fixFirstView(findings, nobody).findings.map(({ id }) => id);

  it("takes the most severe, then what is in force, then what holds for most nodes, then by id", () => {
    const onlyByText = { groups: [groupOf(["a", "b", "c", "d"], open("bad"), notAFinding("fine"))] };
    expect(
      order(
        openOn("V-5", [], onlyByText),
        openOn("V-4", ["a"]),
        openOn("V-3", ["a"]),
        openOn("V-6", ["a", "b"]),
        openOn("V-1", ["a", "b", "c"], { severity: "medium" }),
        openOn("V-2", ["a", "b", "c"], { severity: "low" }),
      ),
    ).toEqual(["V-6", "V-3", "V-4", "V-5", "V-1", "V-2"]);
  });

  it("has ten, says how they were chosen, and leads to the others", () => {
    const findings = Array.from({ length: 12 }, (_, index) => openOn(`V-${100 + index}`, ["a"]));
    const view = fixFirstView(findings, nobody);
    expect(view.findings).toHaveLength(10);
    expect(view).toMatchObject({ all: "All 12 open rules", chosen: expect.stringContaining("by severity") });
    expect(fixFirstView(findings.slice(0, 10), nobody).all).toBeNull();
  });

  it("says what is Open by the check text only, and counts nodes of which the text speaks", () => {
    const groups = [groupOf(["a"], open("bad"), notAFinding("fine")), groupOf(["b"], open("bad"), undefined, true)];
    const [row] = fixFirstView([sampleFinding({ groups, effectiveStatus: "not_a_finding" })], nobody).findings;
    expect(row).toMatchObject({ which: { names: ["a"] }, effective: { word: "Not a Finding" } });
  });

  it("says so where nothing is Open", () => {
    expect(fixFirstView([sampleFinding()], nobody)).toMatchObject({
      chosen: "No rule is Open.",
      findings: [],
      all: null,
    });
  });
});

describe("worksheets", () => {
  const worksheetsOf = (findings: readonly Finding[]) => {
    const assessment = sampleAssessment({ findings });
    return worksheetsView(waitersOf(assessment, findings), configurationsOf(assessment));
  };
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => seenInFile("cp1", `row ${index}`, "x".repeat(1000)));

  it("have the question, what was gathered and why nobody else decides", () => {
    const [sheet] = worksheetsOf([
      sampleFinding({ check: "Is it approved?", groups: [groupOf(["cp1"], notReviewed("For a person.", rows(2)))] }),
    ]).worksheets;
    expect(sheet).toMatchObject({ id: "V-242387", question: "Is it approved?", rest: null });
    expect(sheet?.gathered).toMatchObject([{ which: { names: ["cp1"] }, reason: "For a person." }]);
    expect(sheet?.gathered[0]?.seen[0]).toMatchObject({ what: "row 0", where: "/var/lib/kubelet/config.yaml:12" });
  });

  it("have 40 rows at most, of long values the beginning, and count the rest", () => {
    const groups = Array.from({ length: 10 }, (_, index) =>
      groupOf([`n${index}`], notReviewed(`For a person ${index}.`, rows(9))),
    );
    const [sheet] = worksheetsOf([sampleFinding({ groups })]).worksheets;
    expect(sheet?.gathered.flatMap(({ seen }) => seen)).toHaveLength(40);
    expect(sheet?.gathered).toHaveLength(8);
    expect(sheet?.rest).toBe("50 rows more, 2 groups more of targets: in the finding.");
    expect(sheet?.gathered[0]?.seen[0]?.value.length).toBeLessThanOrEqual(400);
  });

  it("are there for rules that nothing is collected for, and not for what waits for something else", () => {
    const unseen = { ...seenInFile("cp1", "read /x", "permission-denied: no"), unseen: "permission-denied" };
    expect(
      worksheetsOf([
        sampleFinding({ id: "V-1", automatic: false, groups: [], status: "not_reviewed" }),
        sampleFinding({ id: "V-2", groups: [groupOf(["cp1"], notReviewed("Not seen.", [unseen]))] }),
        sampleFinding({ id: "V-3", groups: [groupOf(["w2"], notReviewed("The host was not read (refused)."))] }),
      ]).worksheets.map(({ id }) => id),
    ).toEqual(["V-1"]);
  });

  it("are not for a provider's rules", () => {
    const responsibility = { profile: "P", who: "provider", inherited: true, visible: "none" } as const;
    const view = worksheetsOf([sampleFinding({ groups: [groupOf(["cp1"], notReviewed("?"))], responsibility })]);
    expect(view).toMatchObject({ count: 0, nothing: "There is nothing for a person to decide." });
  });
});

describe("decisions", () => {
  const example = new URL("../../../inventory/decisions.yaml", import.meta.url);
  const { file, sha256, site } = parseDecisions(readFileSync(example, "utf8"), "decisions.yaml");
  const everything = decisionsUsed({ file, sha256 }, site);
  const viewOf = (given: Partial<Assessment>) => decisionsView(sampleAssessment(given));

  it("name every option and list that a file can have, each with what it does", () => {
    const view = viewOf({ decisions: everything });
    expect(view.options.map(({ name }) => name).sort()).toEqual(Object.keys(site.options).sort());
    expect(view.lists.map(({ missing }) => missing)).toEqual(Object.keys(listWords).map(() => null));
    expect(Object.keys(listWords)).toEqual(
      expect.arrayContaining(
        Object.keys(everything).filter(
          (key) => !["file", "sha256", "options", "waivers", "attestations"].includes(key),
        ),
      ),
    );
    expect(view.options.every(({ does }) => does.endsWith("."))).toBe(true);
    expect(view.exceptions).toEqual([{ what: "shop/ConfigMap example-keys", why: expect.stringContaining("example") }]);
  });

  it("show document, approver and dates, and what makes a list void", () => {
    const [ports, secrets] = viewOf({
      decisions: {
        file,
        sha256,
        options: {},
        ppsm: { document: "P", version: "3", approvedBy: "A", date: "2026-01-31", expires: "2026-11-20" },
        secretAccess: { document: "S", approvedBy: " " },
      },
    }).lists;
    expect(ports).toMatchObject({
      document: "P",
      version: "3",
      approvedBy: "A",
      date: "2026-01-31",
      expires: "2026-11-20",
      isVoid: true,
      note: "Approves nothing: it expired on 2026-11-20.",
    });
    expect(secrets).toMatchObject({ isVoid: true, note: "Approves nothing: it names no approver, no date." });
  });

  it("say how to give what was not given", () => {
    const view = viewOf({});
    expect(view).toMatchObject({ file: null, options: [], exceptions: [] });
    expect(view.lists.map(({ missing }) => missing)).toEqual([
      "Not given: decisions.yaml, key ppsm.",
      "Not given: decisions.yaml, key secretAccess.",
      "Not given: decisions.yaml, key systemPods.",
      "Not given: decisions.yaml, key supportTable.",
    ]);
    expect(view.lists[0]?.rules).toMatchObject([{ id: "V-242410", status: { word: "Not Reviewed" } }]);
  });

  const asking = (fact: string): readonly string[] =>
    [...rules, ...guidanceChecks].flatMap((rule) => {
      if (rule.kind === "manual") return [];
      const facts: readonly string[] = rule.kind === "node" ? factsOf(rule) : clusterFactsOf(rule);
      return facts.includes(fact) ? [rule.id] : [];
    });

  it.each([
    ["site.ppsm", listWords.ppsm.rules],
    ["site.secret-access", listWords.secretAccess.rules],
    ["site.system-pods", listWords.systemPods.rules],
    ["site.support-table", listWords.supportTable.rules],
    // A control plane that is no worker by decision is so before any rule is asked.
    [
      "site.options",
      Object.entries(optionWords).flatMap(([name, words]) => (name === "dualRoleIsWorker" ? [] : words.rules)),
    ],
  ])("name the rules that ask for %s", (fact, named) => {
    expect([...new Set(named)].sort()).toEqual([...asking(fact)].sort());
  });

  it("name the rules for workers with what makes control planes workers", () => {
    const forWorkers = rules.filter((rule) => rule.kind === "node" && !rule.roles.includes("control-plane"));
    const ids = forWorkers.filter((rule) => rule.kind === "node" && rule.roles.includes("worker")).map(({ id }) => id);
    expect(optionWords.dualRoleIsWorker.rules).toEqual(ids.sort());
  });
});

describe("differing readings", () => {
  it("show both statuses and their reasons by node", () => {
    const { rows, headline } = readingsView(sampleAssessment().findings, nobody);
    expect(headline).toBe("The readings of 1 rule differ");
    expect(rows).toMatchObject([
      {
        id: "V-242390",
        literal: { word: "Not a Finding" },
        effective: { word: "Open" },
        groups: [
          {
            which: { names: ["cp1"] },
            literal: { reason: "--anonymous-auth is not set." },
            effective: { status: { key: "open" }, reason: "Unset means true." },
          },
        ],
      },
    ]);
  });

  it("show the targets that the check text does not count where they make the difference", () => {
    const groups = [groupOf(["cp1"], notAFinding("fine")), groupOf(["w1"], open("bad"), undefined, true)];
    expect(readingsView([sampleFinding({ groups })], nobody).rows[0]?.groups).toMatchObject([
      { which: { names: ["w1"] }, effective: { reason: "bad" } },
    ]);
  });

  it("are a sentence where there are none", () => {
    expect(readingsView([sampleFinding()], nobody)).toMatchObject({
      count: 0,
      nothing: expect.stringContaining("same"),
    });
  });
});

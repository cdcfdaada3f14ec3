import { describe, expect, it } from "vitest";
import type { NodeJudgement } from "../../../src/assess/judge.ts";
import { fold, mergeNodes } from "../../../src/assess/merge.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  statuses,
  type Verdict,
  worst,
} from "../../../src/findings/verdict.ts";
import { defineNodeRule, type RuleRole } from "../../../src/rules/define-rule.ts";
import { source } from "../../support/facts.ts";

const rule = (...roles: readonly RuleRole[]) =>
  defineNodeRule({ id: "V-1", roles, literal: [], expected: "", check: "", fix: "" });
const judgement = (literal: Verdict, more: Partial<NodeJudgement> = {}): NodeJudgement => ({
  literal,
  effective: literal,
  beyondText: false,
  outsideRoles: false,
  ...more,
});
const on = (target: string, literal: Verdict, more: Partial<NodeJudgement> = {}) => ({
  target,
  judgement: judgement(literal, more),
});
const seenOn = (host: string, pid: number, value = "not set") => [
  { what: "flag", value, source: { ...source, host, pid } },
];
const everyNode = rule("control-plane", "worker");

describe("merging nodes", () => {
  it.each([
    ["one open node opens the rule", [notAFinding("ok"), open("bad"), notReviewed("?")], "open"],
    ["one unseen node keeps it unreviewed", [notAFinding("ok"), notReviewed("?")], "not_reviewed"],
    ["a pass and a node of another kind is a pass", [notAFinding("ok"), notApplicable("-")], "not_a_finding"],
  ] as const)("%s", (_what, verdicts, expected) => {
    expect(
      mergeNodes(
        everyNode,
        verdicts.map((verdict, index) => on(`n${index}`, verdict)),
        { nodeListComplete: true },
      ).status,
    ).toBe(expected);
  });

  it("leaves nodes beyond the text out of the literal status, not out of the effective one", () => {
    const merged = mergeNodes(
      rule("control-plane"),
      [on("cp", notAFinding("ok")), on("w", open("bad"), { beyondText: true })],
      { nodeListComplete: true },
    );
    expect(merged).toMatchObject({ status: "not_a_finding", effectiveStatus: "open" });
  });

  it.each([
    ["a pass says nothing of those that nobody saw", notAFinding("ok"), "not_reviewed"],
    ["nor does what does not apply", notApplicable("-"), "not_reviewed"],
    ["a finding is one", open("bad"), "open"],
  ] as const)("is Not Reviewed where only nodes beyond the text were judged: %s", (_what, verdict, effective) => {
    const merged = mergeNodes(rule("control-plane"), [on("w", verdict, { beyondText: true })], {
      nodeListComplete: true,
    });
    expect(merged).toMatchObject({ status: "not_reviewed", effectiveStatus: effective });
  });

  it("is Not Applicable by the text of a rule for workers where there are none, whatever other nodes show", () => {
    const beyond = [on("cp", notAFinding("ok"), { beyondText: true })];
    expect(mergeNodes(rule("worker"), beyond, { nodeListComplete: true })).toMatchObject({
      status: "not_applicable",
      effectiveStatus: "not_a_finding",
      summary: "The cluster has no worker node.",
    });
    expect(mergeNodes(rule("worker"), beyond, { nodeListComplete: false })).toMatchObject({
      status: "not_reviewed",
      effectiveStatus: "not_reviewed",
    });
  });

  it("is Not Reviewed for a control plane that is not among the targets, and for no targets at all", () => {
    const outside = [on("w", notApplicable("-"), { outsideRoles: true })];
    expect(mergeNodes(rule("control-plane"), outside, { nodeListComplete: true }).status).toBe("not_reviewed");
    expect(mergeNodes(rule("worker"), [], { nodeListComplete: true }).status).toBe("not_reviewed");
  });

  it("says who has the control plane where no target does, and never passes on nodes beyond the text", () => {
    const outside = on("w", notApplicable("-"), { outsideRoles: true });
    const beyond = on("w", notAFinding("ok"), { beyondText: true });
    const provider = "EKS runs the control plane, shown by /etc/eks";
    for (const judged of [[outside], [beyond]]) {
      expect(mergeNodes(rule("control-plane"), judged, { nodeListComplete: false, provider })).toMatchObject({
        status: "not_reviewed",
        summary: `Inherited from the provider, and not checked: ${provider}.`,
      });
    }
    expect(mergeNodes(rule("control-plane"), [outside], { nodeListComplete: true })).toMatchObject({
      status: "not_reviewed",
      summary: expect.stringContaining("every node of the API's complete list is a worker"),
    });
    const open1 = mergeNodes(rule("control-plane"), [outside, on("cp", open("bad"))], {
      nodeListComplete: true,
      provider,
    });
    expect(open1).toMatchObject({ status: "open", summary: "bad" });
  });

  it("is Not Applicable for workers only where the API shows that there are none", () => {
    const outside = [on("cp", notApplicable("-"), { outsideRoles: true })];
    expect(mergeNodes(rule("worker"), outside, { nodeListComplete: true }).status).toBe("not_applicable");
    expect(mergeNodes(rule("worker"), outside, { nodeListComplete: false }).status).toBe("not_reviewed");
  });

  it("says why, with the reason of the nodes that decided first", () => {
    const nodes = [
      on("a", open("bad flag")),
      on("b", open("bad flag")),
      on("c", open("worse")),
      on("d", notAFinding("ok")),
    ];
    expect(mergeNodes(everyNode, nodes, { nodeListComplete: true }).summary).toBe(
      "bad flag The same status for other reasons on 1 more node.",
    );
  });
});

describe("the summary", () => {
  it("is of a node that the rule covers, where others only are of another kind", () => {
    const nodes = [
      on("w", notApplicable("no control plane"), { outsideRoles: true }),
      on("cp", notApplicable("no etcd")),
    ];
    expect(mergeNodes(rule("control-plane"), nodes, { nodeListComplete: true }).summary).toMatch(/^no etcd/);
  });
});

describe("folding", () => {
  it("makes one group of nodes that differ only in host and process id", () => {
    const groups = fold([
      on("a", open("x", seenOn("a", 1))),
      on("b", open("x", seenOn("b", 2))),
      on("c", open("x", seenOn("c", 3, "set"))),
    ]);
    expect(groups.map(({ targets }) => targets)).toEqual([["a", "b"], ["c"]]);
  });
});

describe("the worst of verdicts", () => {
  it("is by the order open, not reviewed, not a finding, not applicable", () => {
    expect(statuses).toEqual(["open", "not_reviewed", "not_a_finding", "not_applicable"]);
    expect(worst([notApplicable("a"), notAFinding("b"), notReviewed("c")]).status).toBe("not_reviewed");
  });

  it("keeps the reasons of the worst, once each, and everything seen", () => {
    const merged = worst([open("x", seenOn("a", 1)), open("x", seenOn("a", 1)), notAFinding("y", seenOn("a", 2))]);
    expect(merged).toMatchObject({ reason: "x", seen: { length: 2 } });
  });

  it("refuses to conclude from nothing", () => {
    expect(() => worst([])).toThrow("no verdict");
  });
});

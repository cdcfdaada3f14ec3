import { describe, expect, it } from "vitest";
import { judgeNode } from "../../src/assess/judge.ts";
import type { Status } from "../../src/findings/verdict.ts";
import type { NodeRule } from "../../src/rules/define-rule.ts";
import { type FactsGiven, facts } from "./facts.ts";

/** What a node shows, and what the rule must say of it: literally, and effectively where that differs. */
export type RuleCase = readonly [what: string, given: FactsGiven, literal: Status, effective?: Status];

/**
 * Runs a rule over a table of nodes. The table must hold a finding and a pass; that unseen evidence is Not Reviewed is
 * checked here for every rule: with nothing collected but the role, whatever the site decided.
 */
export const ruleCases = (rule: NodeRule, cases: readonly RuleCase[]): void => ruleCasesWith({}, rule, cases);

/** A table of nodes for a part of what a rule asks: none of them need pass. */
export function partialCases(usual: FactsGiven, rule: NodeRule, cases: readonly RuleCase[]): void {
  describe(rule.id, () => {
    for (const [what, given, literal, effective = literal] of cases) {
      it(what, () => {
        const judged = judgeNode(rule, facts({ ...usual, ...given }));
        expect([judged.literal.status, judged.effective.status], judged.literal.reason).toEqual([literal, effective]);
      });
    }
  });
}

/** The same as `ruleCases`, with what every node shows where its case says nothing else. */
export function ruleCasesWith(usual: FactsGiven, rule: NodeRule, cases: readonly RuleCase[]): void {
  partialCases(usual, rule, cases);
  describe(rule.id, () => {
    it("has a finding and a pass among its cases", () => {
      const literals = cases.map(([, , literal]) => literal);
      expect(literals).toEqual(expect.arrayContaining(["open", "not_a_finding"]));
    });

    it("passes nothing unseen: with the role and what the site decided alone it is Not Reviewed", () => {
      for (const [what, { "node.role": role, "site.options": options }, ...statuses] of cases) {
        if (!statuses.includes("not_a_finding")) continue;
        const unseen = { ...(role && { "node.role": role }), ...(options && { "site.options": options }) };
        const judged = judgeNode(rule, facts(unseen));
        expect([judged.literal.status, judged.effective.status], what).toEqual(["not_reviewed", "not_reviewed"]);
      }
    });
  });
}

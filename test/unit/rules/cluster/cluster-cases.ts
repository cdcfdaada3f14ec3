import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { ApiPod, ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import type { ClusterRule } from "../../../../src/rules/define-cluster-rule.ts";
import { clusterFacts } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";

/** What a cluster shows, and what the rule must say of it: literally, and effectively where that differs. */
export type ClusterCase = readonly [
  what: string,
  pods: readonly ApiPod[],
  workloads: readonly ApiWorkload[],
  literal: Status,
  effective?: Status,
];

/** Runs a rule on pods over a table of clusters. That lists which were refused are Not Reviewed is checked for each. */
export function clusterCases(rule: ClusterRule, cases: readonly ClusterCase[], literalNeedsWorkloads = false): void {
  const judged = (given: Parameters<typeof clusterFacts>[0]) => {
    const { literal, effective } = judgeCluster(rule, clusterFacts(given));
    return [literal.status, effective.status];
  };
  describe(rule.vulnId, () => {
    for (const [what, pods, workloads, literal, effective = literal] of cases) {
      it(what, () => {
        const given = { "api.pods": here(pods), "api.workloads": here(workloads) };
        expect(judged(given)).toEqual([literal, effective]);
      });
    }

    it("has a finding and a pass among its cases", () => {
      expect(cases.map(([, , , literal]) => literal)).toEqual(expect.arrayContaining(["open", "not_a_finding"]));
    });

    it("never passes unseen", () => {
      for (const [, pods, workloads, literal] of cases.filter(([, , , status]) => status === "not_a_finding")) {
        expect(judged({})).toEqual(["not_reviewed", "not_reviewed"]);
        expect(judged({ "api.pods": denied, "api.workloads": here(workloads) })[0]).toBe("not_reviewed");
        const withoutWorkloads = judged({ "api.pods": here(pods), "api.workloads": denied });
        expect(withoutWorkloads[0]).toBe(literalNeedsWorkloads ? "not_reviewed" : literal);
      }
    });
  });
}

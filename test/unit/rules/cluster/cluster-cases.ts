import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import type { ClusterRule } from "../../../../src/rules/define-cluster-rule.ts";
import { clusterFacts } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";

/** What a cluster shows, and what the rule must say of it: literally, and effectively where that differs. */
export type ClusterCase = readonly [
  what: string,
  pods: readonly ApiPod[],
  templates: readonly (ApiWorkload | ApiPodTemplate)[],
  literal: Status,
  effective?: Status,
];

const byKind = (templates: readonly (ApiWorkload | ApiPodTemplate)[]) => ({
  "api.workloads": here(templates.flatMap((one) => (one.kind === "PodTemplate" ? [] : [one]))),
  "api.pod-templates": here(templates.flatMap((one) => (one.kind === "PodTemplate" ? [one] : []))),
});

/** Which lists beside that of pods a rule needs. */
type Needs = { readonly literalNeedsWorkloads?: boolean; readonly effectiveNeedsTemplates?: boolean };

/** Runs a rule on pods over a table of clusters. That lists which were refused are Not Reviewed is checked for each. */
export function clusterCases(
  rule: ClusterRule,
  cases: readonly ClusterCase[],
  { literalNeedsWorkloads = false, effectiveNeedsTemplates = true }: Needs = {},
): void {
  const judged = (given: Parameters<typeof clusterFacts>[0]) => {
    const { literal, effective } = judgeCluster(rule, clusterFacts(given));
    return [literal.status, effective.status];
  };
  describe(rule.id, () => {
    for (const [what, pods, templates, literal, effective = literal] of cases) {
      it(what, () => {
        expect(judged({ "api.pods": here(pods), ...byKind(templates) })).toEqual([literal, effective]);
      });
    }

    it("has a finding and a pass among its cases", () => {
      expect(cases.map(([, , , literal]) => literal)).toEqual(expect.arrayContaining(["open", "not_a_finding"]));
    });

    it("never passes unseen", () => {
      for (const [, pods, templates, literal, effective = literal] of cases.filter(
        ([, , , status]) => status === "not_a_finding",
      )) {
        expect(judged({})).toEqual(["not_reviewed", "not_reviewed"]);
        const listed = byKind(templates);
        expect(judged({ "api.pods": denied, ...listed })[0]).toBe("not_reviewed");
        const withoutWorkloads = judged({ "api.pods": here(pods), ...listed, "api.workloads": denied });
        expect(withoutWorkloads[0]).toBe(literalNeedsWorkloads ? "not_reviewed" : literal);
        // No text speaks of PodTemplates.
        const withoutTemplates = judged({ "api.pods": here(pods), ...listed, "api.pod-templates": denied });
        expect(withoutTemplates[0]).toBe(literal);
        if (effective === "not_a_finding" && effectiveNeedsTemplates) expect(withoutTemplates[1]).toBe("not_reviewed");
      }
    });
  });
}

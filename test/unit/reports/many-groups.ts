import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { covered } from "../../support/coverage.ts";
import { assessmentOf, groupOf, seenInFile } from "../../support/sample-assessment.ts";

/** The worst that a large fleet can come to: every rule open on every node, with so many different values. */
export function manyGroups(nodes: number, groups: number): Assessment {
  const names = Array.from(
    { length: nodes },
    (_, index) => `worker-${String(index).padStart(4, "0")}.rack.example.com`,
  );
  const size = Math.ceil(nodes / groups);
  const folded = Array.from({ length: groups }, (_, index) => {
    const targets = names.slice(index * size, (index + 1) * size);
    const host = targets[0] ?? "";
    const seen = Array.from({ length: 5 }, (__, place) => seenInFile(host, `setting ${place}`, `value ${index}`));
    return groupOf(targets, open(`The setting is ${index}.`, seen));
  });
  const whole = assessmentOf(kubernetesStigV2R6);
  return {
    ...whole,
    coverage: {
      ...whole.coverage,
      nodes: names.map((name) => covered(name)),
    },
    findings: whole.findings.map((finding) => ({ ...finding, status: "open", groups: folded })),
  };
}

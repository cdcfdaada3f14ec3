import { releaseTitle, type WrittenFor, writtenFor } from "../benchmark/kubernetes-stig/written-for.ts";
import type { Benchmark } from "../benchmark/requirement.ts";
import type { Finding, FindingGroup, StigFinding } from "../findings/assessment.ts";

/**
 * Findings of a benchmark that the user brought: where a check text is another than those that the logic was written for
 * the finding says so, and where it names other things nothing is concluded from it.
 */
export function asWritten(benchmarks: readonly Benchmark[]): (finding: Finding) => Finding {
  const brought = benchmarks.flatMap((benchmark) =>
    benchmark.name === "stig" && benchmark.file !== undefined
      ? benchmark.requirements.map((rule) => [rule.id, writtenFor(benchmark, rule)] as const)
      : [],
  );
  const byId = new Map(brought);
  return (finding) => {
    const logic = byId.get(finding.id);
    return finding.benchmark !== "stig" || logic === undefined ? finding : marked(finding, logic);
  };
}

function marked(finding: StigFinding, { release, text }: WrittenFor): StigFinding {
  if (text === "same") return finding;
  const logic = { release: releaseTitle(release), checkText: text };
  if (text === "reworded" || !finding.automatic) return { ...finding, logic };
  const { fixes: _fixes, ...others } = finding;
  const why =
    text === "missing"
      ? "the benchmark's file has no check text to compare"
      : "the check text of the benchmark's file is another, and names other things";
  const reason = `Not judged by the logic for ${logic.release}: ${why}. A person has to judge.`;
  return {
    ...others,
    logic,
    status: "not_reviewed",
    effectiveStatus: "not_reviewed",
    summary: reason,
    groups: finding.groups.map((group) => unjudged(group, reason)),
  };
}

/** What was seen stays as a worksheet. */
const unjudged = ({ literal, effective, ...group }: FindingGroup, reason: string): FindingGroup => ({
  ...group,
  literal: { status: "not_reviewed", reason, seen: literal.seen },
  effective: { status: "not_reviewed", reason, seen: effective.seen },
});

import { type BenchmarkName, categoryOf, releaseName, type Severity } from "../benchmark/requirement.ts";
import { type Assessment, type Finding, type GuidanceFinding, isOfStig } from "../findings/assessment.ts";
import { visible } from "./visible-text.ts";

const isOfGuidance = (finding: Finding): finding is GuidanceFinding => finding.benchmark === "nsa-cisa";

/** How a benchmark calls a severity: `CAT I`, `high`. */
export const severityWord = (benchmark: BenchmarkName, severity: Severity): string =>
  benchmark === "stig" ? categoryOf(severity) : severity;

/** A benchmark as reports name it, with its findings. */
export type Part = {
  readonly name: BenchmarkName;
  readonly title: string;
  /** In one word: `Kubernetes_STIG`, `NSA/CISA`. */
  readonly short: string;
  /** `V2R6`, `1.2`. */
  readonly release: string;
  /** What DISA says of the release; empty for others. */
  readonly releaseInfo: string;
  readonly findings: readonly Finding[];
};

/** What was judged, benchmark by benchmark. */
export function partsOf({ benchmarks, findings }: Assessment): readonly Part[] {
  const { stig, "nsa-cisa": guidance } = benchmarks;
  return [
    ...(stig === undefined
      ? []
      : [
          {
            name: "stig" as const,
            title: visible(stig.title),
            short: visible(stig.id),
            release: visible(releaseName(stig)),
            releaseInfo: visible(stig.releaseInfo),
            findings: findings.filter(isOfStig),
          },
        ]),
    ...(guidance === undefined
      ? []
      : [
          {
            name: "nsa-cisa" as const,
            title: visible(guidance.title),
            short: "NSA/CISA",
            release: visible(`v${guidance.version}`),
            releaseInfo: "",
            findings: findings.filter(isOfGuidance),
          },
        ]),
  ];
}

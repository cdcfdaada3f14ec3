import { type BenchmarkName, type Category, categoryOf } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import type { RunDiff } from "../findings/run-diff.ts";
import type { Status } from "../findings/verdict.ts";

/** What came of one audit, for whoever is told. */
export type Outcome = {
  readonly assessment: Assessment;
  /** Where the run is kept. */
  readonly folder: string;
  /** The exit status of the verdict. */
  readonly status: number;
  /** From its first question, or that of its first shard, until it was judged. */
  readonly seconds: number;
  /** What is different from the last run; undefined where there was none. */
  readonly diff: RunDiff | undefined;
};

/** Tells somebody what came of an audit; why that failed, in words that go on after a colon, or undefined. Never rejects. */
export type Notifier = { readonly name: string; readonly tell: (outcome: Outcome) => Promise<string | undefined> };

/** How many findings of a benchmark, or of all, have a category and a status. */
export const countOf = (
  { findings }: Pick<Assessment, "findings">,
  { benchmark, category, status }: { benchmark?: BenchmarkName; category?: Category; status: Status | "waived" },
): number =>
  findings.filter(
    (finding) =>
      (benchmark === undefined || finding.benchmark === benchmark) &&
      (category === undefined || categoryOf(finding.severity) === category) &&
      (status === "waived" ? isWaived(finding) : finding.status === status),
  ).length;

/** The findings that are newly open and not let be by a waiver, by their ids. */
export const newlyOpen = ({ findings }: Pick<RunDiff, "findings">): readonly string[] =>
  findings.filter((finding) => finding.new).map(({ id }) => id);

import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import { type ReleaseName, releases } from "../../benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../benchmark/nsa-cisa/guidance.ts";
import type { Benchmark, StigBenchmark } from "../../benchmark/requirement.ts";
import type { BenchmarkChoice } from "../declared/judging.ts";
import { UsageError } from "../usage-error.ts";

/** What an operator says of the benchmarks to judge by. */
export type BenchmarkFlags = { readonly benchmark: BenchmarkChoice; readonly release: ReleaseName };

/** The benchmarks that were chosen, the STIG first: that of the file that was given, else a release that is built in. */
export const chosenBenchmarks = (
  { benchmark, release }: BenchmarkFlags,
  given: StigBenchmark = releases[release],
): readonly Benchmark[] => [...(benchmark === "nsa-cisa" ? [] : [given]), ...(benchmark === "stig" ? [] : [nsaCisa])];

/**
 * Requirements that an operator names must be among those that are judged: one that is not would only be missing.
 * @throws UsageError naming the first one that is not.
 */
export function requireChosen(names: readonly string[], flags: BenchmarkFlags, given?: StigBenchmark): void {
  const chosen = chosenBenchmarks(flags, given);
  const known = new Set(chosen.flatMap(({ requirements }) => requirements.map(({ id }) => id)));
  const missing = names.find((name) => !known.has(name));
  if (missing === undefined) return;
  const where = flags.benchmark === "nsa-cisa" ? "the NSA/CISA guidance" : (given?.file?.name ?? flags.release);
  throw new UsageError(`there is no rule "${missing}" in ${where}: ${whereElse(missing)}`);
}

/** Where a requirement is found that is not where it was looked for. */
function whereElse(id: string): string {
  const has = ({ requirements }: Benchmark): boolean => requirements.some((one) => one.id === id);
  if (has(nsaCisa)) return "it is a check of --benchmark nsa-cisa";
  const names = releaseNames.filter((name) => has(releases[name]));
  return names.length === 0
    ? "plimsoll rules lists those that there are"
    : `it is one of --release ${names.join(", ")}`;
}

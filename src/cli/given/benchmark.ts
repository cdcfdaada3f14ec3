import { resolve } from "node:path";
import type { StigBenchmark } from "../../benchmark/requirement.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { BenchmarkFlags } from "./chosen-benchmarks.ts";
import { readBenchmark } from "./read-benchmark.ts";

/** The flags of a command that judges. */
export type GivenBenchmarkFlags = BenchmarkFlags & { readonly benchmarkFile?: string };

/**
 * The STIG of the file that `--benchmark-file` names; undefined without it.
 * @throws XccdfFileError where it holds none, UsageError where the STIG is not judged.
 */
export async function givenBenchmark(
  { benchmark, benchmarkFile }: GivenBenchmarkFlags,
  { workingDirectory }: Terminal,
): Promise<StigBenchmark | undefined> {
  if (benchmarkFile === undefined) return undefined;
  if (benchmark === "nsa-cisa")
    throw new UsageError("--benchmark-file is the STIG's, which --benchmark nsa-cisa leaves out");
  return readBenchmark(resolve(workingDirectory, benchmarkFile));
}

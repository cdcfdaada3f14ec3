import type { StigBenchmark } from "../../benchmark/requirement.ts";

/**
 * Reads DISA's file. Its readers of zip and XML are loaded when a file is given: most commands have none.
 * @throws XccdfFileError where it holds no benchmark.
 */
export async function readBenchmark(path: string): Promise<StigBenchmark> {
  const { readBenchmarkFile } = await import("../../xccdf/read-benchmark-file.ts");
  return readBenchmarkFile(path);
}

import { resolve } from "node:path";
import type { Assessment } from "../findings/assessment.ts";
import { readAssessment } from "../run-folder/read-run.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The assessment of the run that `--previous` names; undefined without it.
 * @throws RunFolderError where it cannot be read, UsageError where it is another cluster's.
 */
export function givenPrevious(
  option: string | undefined,
  cluster: string,
  { workingDirectory }: Terminal,
): Assessment | undefined {
  if (option === undefined) return undefined;
  const folder = resolve(workingDirectory, option);
  const { assessment } = readAssessment(folder);
  if (assessment.cluster !== cluster) {
    throw new UsageError(
      `${folder}, given with --previous, is of the cluster ${assessment.cluster}, not of ${cluster}`,
    );
  }
  return assessment;
}

import type { Assessment } from "../findings/assessment.ts";

/** What is known of the run that findings are of. */
export type ReviewedRun = Pick<Assessment, "coverage" | "collected">;

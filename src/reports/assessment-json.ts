import type { Assessment } from "../findings/assessment.ts";
import { jsonChunks } from "../large-json/write-json.ts";
import type { ReportFile } from "./report-file.ts";

/** How deep a finding lies. */
const findingDepth = 2;

/** `assessment.json`: the assessment itself, as every other report read it. */
export const assessmentJson = (assessment: Assessment): ReportFile => ({
  path: "assessment.json",
  content: text(assessment),
});

function* text(assessment: Assessment): Generator<string> {
  yield* jsonChunks(assessment, findingDepth, 2);
  yield "\n";
}

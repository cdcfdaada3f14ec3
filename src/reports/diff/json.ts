import type { RunDiff } from "../../findings/run-diff.ts";
import { jsonChunks } from "../../large-json/write-json.ts";

/** How deep a finding lies. */
const findingDepth = 2;

/** The difference between two runs for programs; its schema is published as `src/findings/run-diff.schema.json`. */
export function* diffJson(diff: RunDiff): Generator<string> {
  yield* jsonChunks(diff, findingDepth, 2);
  yield "\n";
}

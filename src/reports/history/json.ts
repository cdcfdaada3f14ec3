import type { RunHistory } from "../../findings/run-history.ts";
import { jsonChunks } from "../../large-json/write-json.ts";

/** How deep a finding lies. */
const findingDepth = 4;

/** The history of runs for programs; its schema is published as `src/findings/run-history.schema.json`. */
export function* historyJson(history: RunHistory): Generator<string> {
  yield* jsonChunks(history, findingDepth, 2);
  yield "\n";
}

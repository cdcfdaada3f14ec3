import { readFileSync } from "node:fs";
import { wholeWriter } from "../run-folder/write-whole.ts";
import { metricsText } from "./metrics.ts";
import type { Notifier } from "./outcome.ts";

/** The collector is another user. */
const readableByAll = 0o644;

/** Writes metrics into a file of node_exporter's folder, in one step: the collector may read it at any time. */
export const metricsNotifier = (path: string): Notifier => ({
  name: path,
  async tell(outcome) {
    try {
      wholeWriter(readableByAll).writeLast(path, metricsText(outcome, textOf(path)));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
});

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

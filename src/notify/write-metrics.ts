import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { metricsText } from "./metrics.ts";
import type { Notifier } from "./outcome.ts";

/** Writes metrics into a file of node_exporter's folder, in one step: the collector reads whole files only. */
export const metricsNotifier = (path: string): Notifier => ({
  name: path,
  async tell(outcome) {
    try {
      writeForAll(path, metricsText(outcome, textOf(path)));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
});

/** The collector passes over what does not end in `.prom`. */
function writeForAll(path: string, text: string): void {
  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  const file = openSync(aside, "wx", 0o644);
  try {
    // Whatever the umask is: the collector is another user.
    fchmodSync(file, 0o644);
    writeFileSync(file, text);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

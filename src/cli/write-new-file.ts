import { existsSync, rmSync, writeFileSync } from "node:fs";
import { orOutputError } from "../run-folder/write-run.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError where there is something at this path already. */
export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new UsageError(`${path} is there already, and is not written over: give another file`);
}

/**
 * Writes a file that was not there.
 * @throws OutputError where it cannot be written, or has come into being meanwhile.
 */
export function writeNewFile(path: string, content: string): void {
  refuseExisting(path);
  orOutputError(path, () => {
    try {
      writeFileSync(path, content, { flag: "wx" });
    } catch (error) {
      // Half of it is ours; what was there already is not.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") rmSync(path, { force: true });
      throw error;
    }
  });
}

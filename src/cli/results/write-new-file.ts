import { closeSync, existsSync, fchmodSync, openSync, rmSync, writeFileSync } from "node:fs";
import type { TextPieces } from "../../large-json/text-pieces.ts";
import { orOutputError } from "../../run-folder/output-error.ts";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError where there is something at this path already. */
export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new UsageError(`${path} is there already, and is not written over: give another file`);
}

/**
 * Writes a file that was not there. Only its owner can read it, whatever the umask is.
 * @throws OutputError where it cannot be written, or has come into being meanwhile.
 */
export function writeNewFile(path: string, content: TextPieces): void {
  refuseExisting(path);
  const file = orOutputError(path, () => openSync(path, "wx", 0o600));
  try {
    orOutputError(path, () => fchmodSync(file, 0o600));
    for (const piece of content) orOutputError(path, () => writeFileSync(file, piece));
  } catch (error) {
    // Half of it is ours.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

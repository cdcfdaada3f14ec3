import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { skip } from "../support/lab-requirements.ts";

const folder = import.meta.dirname;
const installed = join(folder, "node_modules/.installed-of");
const lockFile = (): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");

/** Whether the packages of this folder's lock file are there, whole. */
export const isInstalled = (): boolean => existsSync(installed) && readFileSync(installed, "utf8") === lockFile();

/**
 * Installs this folder's packages where they are not there yet; plimsoll's own install stays small. Where the registry
 * cannot be reached the tests of this folder are skipped, loudly; in CI that is an error.
 */
export default function installAcceptance(): void {
  if (isInstalled()) return;
  const started = spawnSync("npm", ["ci", "--ignore-scripts", "--prefix", folder], {
    cwd: folder,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (started.status === 0) {
    writeFileSync(installed, lockFile());
    return;
  }
  const errors = (started.stderr ?? "").split("\n").filter((line) => line.startsWith("npm error"));
  const why = [started.error?.message ?? `npm ended with ${started.status}`, ...errors.slice(0, 4)].join("; ");
  skip(`SKIPPED test/acceptance: its packages cannot be installed: ${why}`);
}

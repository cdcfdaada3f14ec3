import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { skip } from "./lab-requirements.ts";

const mark = (folder: string): string => join(folder, "node_modules/.installed-of");
const lockFile = (folder: string): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");

/** Whether the packages of a test folder's lock file are there, whole. */
export const isInstalled = (folder: string): boolean =>
  existsSync(mark(folder)) && readFileSync(mark(folder), "utf8") === lockFile(folder);

/**
 * Installs a test folder's packages where they are not there yet; plimsoll's own install stays small. Where the registry
 * cannot be reached the tests of the folder (`name`) are skipped, loudly; in CI that is an error.
 */
export function installOwnPackages(name: string, folder: string): void {
  if (isInstalled(folder)) return;
  const started = spawnSync("npm", ["ci", "--ignore-scripts", "--prefix", folder], {
    cwd: folder,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (started.status === 0) {
    writeFileSync(mark(folder), lockFile(folder));
    return;
  }
  const errors = (started.stderr ?? "").split("\n").filter((line) => line.startsWith("npm error"));
  const why = [started.error?.message ?? `npm ended with ${started.status}`, ...errors.slice(0, 4)].join("; ");
  skip(`SKIPPED ${name}: its packages cannot be installed: ${why}`);
}

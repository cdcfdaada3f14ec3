import { existsSync } from "node:fs";
import { join } from "node:path";

/** A program that a test runs, and the Debian package that has it. */
export type RequiredTool = { readonly command: string; readonly package: string };

const directories = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/sbin"].filter((path) => path !== "");

const isInstalled = (command: string): boolean =>
  command.startsWith("/") ? existsSync(command) : directories.some((directory) => existsSync(join(directory, command)));

/**
 * True when every tool is there. Otherwise prints one line that names the packages to install; where
 * PLIMSOLL_REQUIRE_LAB=1 (CI), a suite that cannot run is an error.
 */
export function requireTools(suite: string, tools: readonly RequiredTool[]): boolean {
  const missing = tools.filter((tool) => !isInstalled(tool.command));
  if (missing.length === 0) return true;
  const packages = [...new Set(missing.map((tool) => tool.package))].join(" ");
  const message = `SKIPPED ${suite}: no ${missing.map((tool) => tool.command).join(", ")} (apt-get install ${packages})`;
  return skip(message);
}

/** True where the tests run as root; otherwise as `requireTools`. */
export const requireRoot = (suite: string): boolean =>
  process.getuid?.() === 0 || skip(`SKIPPED ${suite}: it needs root`);

/** True where a file that is not part of the repository lies beside it (`../shared`); otherwise as `requireTools`. */
export const requireFile = (suite: string, path: string): boolean =>
  existsSync(path) || skip(`SKIPPED ${suite}: there is no ${path}`);

/** Says loudly what did not run; in CI that is an error. */
export function skip(message: string): false {
  if (process.env["PLIMSOLL_REQUIRE_LAB"] === "1") throw new Error(message);
  process.stderr.write(`\n*** ${message} ***\n`);
  return false;
}

/** Runs something as a user who owns nothing: root may read every file, so denial is tried as somebody else. */
export async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

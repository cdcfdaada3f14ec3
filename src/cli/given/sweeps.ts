import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readerSha256 } from "../../connect/reader.ts";
import { parseSweep, type Sweep, sweepLimit } from "../../connect/recordings/sweep-file.ts";
import type { ConsoleOrigin } from "../../connect/session.ts";
import { whyUnreadable } from "../../error-code.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { UsageError } from "../usage-error.ts";
import { isFolder } from "./is-folder.ts";

/** A host's answers, and the file they were taken from. */
export type HostSweep = { readonly sweep: Sweep; readonly origin: ConsoleOrigin };

const suffix = ".sweep";

/** The sweep files among what was given: files as they are, of folders what is called *.sweep. */
function sweepFiles(given: readonly string[], workingDirectory: string): readonly string[] {
  const files = given.flatMap((name) => {
    const path = resolve(workingDirectory, name);
    const hasFiles = isFolder(path);
    if (hasFiles === undefined) throw new UsageError(`${name}: there is no such file or folder`);
    if (!hasFiles) return [path];
    const inFolder = entriesOf(path, name)
      .filter((entry) => entry.endsWith(suffix))
      .sort();
    if (inFolder.length === 0) throw new UsageError(`${name}: the folder holds no file called *${suffix}`);
    return inFolder.map((entry) => join(path, entry));
  });
  return [...new Set(files)];
}

function entriesOf(path: string, name: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    throw new UsageError(`${name} cannot be looked into: ${whyUnreadable(error)}`);
  }
}

/** The bytes of a file, or why there are none. */
function bytesOf(file: string): Buffer | string {
  try {
    return statSync(file).size > sweepLimit ? "is larger than 64 MiB" : readFileSync(file);
  } catch (error) {
    return `cannot be read: ${whyUnreadable(error)}`;
  }
}

function readSweep(file: string): Sweep | string {
  const bytes = bytesOf(file);
  if (typeof bytes === "string") return bytes;
  const parsed = parseSweep(bytes);
  if (parsed.state === "unusable") return parsed.problem;
  if (parsed.sweep.readerSha256 === readerSha256) return parsed.sweep;
  return "was taken by another reader than this plimsoll's: print that with plimsoll reader and sweep again";
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The inventory name of the host that a sweep is of, or why there is none. The file's name outweighs the node's own. */
function hostOf(file: string, sweep: Sweep, { hosts }: Inventory): { readonly host: string } | string {
  const named = (name: string) => hosts.find((host) => sameName(host.name, name))?.name;
  // A node may call itself by its full name where the inventory has the short one.
  const own = named(sweep.host) ?? named(sweep.host.split(".")[0] ?? "");
  const byFile = named(basename(file, suffix));
  if (byFile === undefined && own === undefined) {
    return `is of ${sweep.host}, which the inventory does not know: call the file <name in the inventory>${suffix}`;
  }
  if (byFile !== undefined && own !== undefined && byFile !== own) {
    return `is of ${own}, by what the node calls itself: call it ${own}${suffix}`;
  }
  return { host: byFile ?? own ?? "" };
}

function usable(file: string, inventory: Inventory): readonly [string, HostSweep] | string {
  const sweep = readSweep(file);
  if (typeof sweep === "string") return sweep;
  const found = hostOf(file, sweep, inventory);
  if (typeof found === "string") return found;
  const origin = { file: basename(file), sha256: sweep.sha256, takenAt: sweep.takenAt };
  return [found.host, { sweep, origin }];
}

/**
 * Reads the sweeps given with `--from` and finds out whose they are.
 * @throws UsageError with a sentence for every file that cannot be used; nothing has been contacted.
 */
export function loadSweeps(
  given: readonly string[],
  inventory: Inventory,
  workingDirectory: string,
): ReadonlyMap<string, HostSweep> {
  const sweeps = new Map<string, HostSweep>();
  const problems: string[] = [];
  for (const file of sweepFiles(given, workingDirectory)) {
    const result = usable(file, inventory);
    const earlier = typeof result === "string" ? undefined : sweeps.get(result[0]);
    if (typeof result === "string") problems.push(`${file} ${result}`);
    else if (earlier !== undefined) problems.push(`${file} and ${earlier.origin.file} are both of ${result[0]}`);
    else sweeps.set(...result);
  }
  if (problems.length > 0) throw new UsageError(problems.join("\nplimsoll: "));
  return sweeps;
}

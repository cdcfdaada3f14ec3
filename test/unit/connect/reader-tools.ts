import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the reader cannot do without, besides something for base64 and for SHA-256. */
export const alwaysNeeded: readonly string[] = "awk find grep head ls readlink realpath sed stat tr".split(" ");
// What its programs of one verb need.
const ofVerbs = "date env id nft setpriv sh timeout true".split(" ");

/** A folder with the usual tools and the given ones, and no others: what a node's PATH leads to. */
export function toolFolder(more: readonly string[], from: (tool: string) => string = fromPath): string {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-tools-"));
  chmodSync(folder, 0o755);
  for (const tool of [...alwaysNeeded, ...ofVerbs, ...more]) symlinkSync(from(tool), join(folder, tool));
  return folder;
}

function fromPath(tool: string): string {
  const place = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].find((folder) => existsSync(join(folder, tool)));
  if (place === undefined) throw new Error(`this machine has no ${tool}`);
  return realpathSync(join(place, tool));
}

/** toybox for what it has; Debian's has no tr. */
export function fromToybox(tool: string): string {
  const has = execFileSync("toybox", { encoding: "utf8" }).split(/\s+/);
  return has.includes(tool) ? fromPath("toybox") : fromPath(tool);
}

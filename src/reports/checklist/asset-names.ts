import { createHash } from "node:crypto";
import { wellFormedPrefix } from "../visible-text.ts";
import { carried } from "./importable-text.ts";

/** How importers and file systems know an asset. */
export type AssetName = {
  /** What importers tell assets apart by, in whatever case: never empty, 255 characters at most. */
  readonly hostName: string;
  /** Without an ending, in ASCII, 100 characters at most. */
  readonly fileName: string;
};

/** STIG Manager refuses a HOST_NAME that is longer. */
const longestHostName = 255;
const longestFileName = 100;

/**
 * Gives each name in turn, of two that an importer or a file system would take for one the later with a digest of what
 * it is: STIG Manager keeps the last of two checklists of one host.
 */
export function namesApart(): (name: string, ofWhat: string) => AssetName {
  const hosts = new Set<string>();
  const files = new Set<string>();
  return (name, ofWhat) => ({
    hostName: apart(hosts, hostNameOf, longestHostName, name, ofWhat),
    fileName: apart(files, fileNameOf, longestFileName, name, ofWhat),
  });
}

function apart(
  taken: Set<string>,
  written: (name: string, longest: number) => string,
  longest: number,
  name: string,
  ofWhat: string,
): string {
  for (let attempt = 0; ; attempt++) {
    const mark = attempt === 0 ? "" : `-${digestOf([ofWhat, name, attempt])}`;
    const found = written(name, longest - mark.length) + mark;
    const key = found.normalize("NFKC").toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return found;
  }
}

const digestOf = (what: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 8);

/** A name that importers keep as it is: they trim it, and decode character references in it. */
const hostNameOf = (name: string, longest: number): string =>
  wellFormedPrefix(carried(name).trim(), longest).trim() || "unnamed";

/** Names that Windows keeps for devices, whatever follows the first dot. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name that every file system takes, not hidden, not a path. */
function fileNameOf(name: string, longest: number): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "");
  return plain.replace(device, "$1_").slice(0, longest) || "cluster";
}

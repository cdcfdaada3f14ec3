import { hostPathOf } from "../../evidence/container-paths.ts";
import type { FileStat } from "../../evidence/files.ts";
import { entriesSeen, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { type LookAs, lookingAs, onHost } from "./process-view.ts";
import { statPath } from "./stat.ts";

/** Absolute paths among a command line's flag values. */
const pathsIn = ({ argv }: Invocation): readonly string[] =>
  argv.flatMap((word, index) => {
    if (index === 0 || !word.startsWith("-")) return [];
    const value = word.includes("=") ? word.slice(word.indexOf("=") + 1) : (argv[index + 1] ?? "");
    // --tls-sni-cert-key names a certificate and a key, and perhaps domains.
    const parts = /^--?tls[-_]sni/.test(word) ? value.split(/[,:]/) : [value];
    return parts.filter((part) => part.startsWith("/"));
  });

/** Files to look at, as the host has them or as a process sees them. */
export type FilesSeen = { readonly paths: readonly string[]; readonly lookAs: LookAs };

/** The files that the flags of a process without a manifest name, as it sees them. */
export const filesOfProcess = (ask: Ask, process: Observed<readonly Invocation[]>): readonly FilesSeen[] =>
  entriesSeen(process).map((call) => ({ paths: pathsIn(call), lookAs: lookingAs(ask, call) }));

/** The files that the flags of components name, and their directories, by host path. */
export async function probeFlagFiles(
  ask: Ask,
  manifests: readonly Observed<readonly Invocation[]>[],
  more: readonly FilesSeen[],
  source: Source,
): Promise<Observed<Readonly<Record<string, Observed<FileStat>>>>> {
  const inContainers = manifests
    .flatMap(entriesSeen)
    .flatMap((call) => pathsIn(call).flatMap((path) => hostPathOf(call, path) ?? []));
  const looks = [{ paths: inContainers, lookAs: onHost }, ...more].flatMap(({ paths, lookAs }) =>
    withDirectories(paths).map(async (path) => [path, await lookAs(path, (seen) => statPath(ask, seen))] as const),
  );
  const stats = new Map<string, Observed<FileStat>>();
  for (const [path, stat] of await Promise.all(looks)) {
    // Where one of those who name a file sees another one there, none is known by that path.
    if (stats.get(path)?.state !== "unknown") stats.set(path, stat);
  }
  return present(Object.fromEntries([...stats].toSorted(([a], [b]) => (a < b ? -1 : 1))), source);
}

const withDirectories = (named: readonly string[]): readonly string[] => {
  const files = [...new Set(named)].filter(canAskFor);
  return [...new Set([...files, ...files.map((path) => path.slice(0, path.lastIndexOf("/")) || "/")])];
};

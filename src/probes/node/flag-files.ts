import { hostPathOf } from "../../evidence/container-paths.ts";
import type { FileStat } from "../../evidence/files.ts";
import { entriesSeen, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
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

/** The files that the flags of components name, and their directories, by host path. */
export async function probeFlagFiles(
  ask: Ask,
  manifests: readonly Observed<readonly Invocation[]>[],
  onTheHost: readonly Observed<readonly Invocation[]>[],
  more: readonly string[],
  source: Source,
): Promise<Observed<Readonly<Record<string, Observed<FileStat>>>>> {
  const found = (facts: readonly Observed<readonly Invocation[]>[]) => facts.flatMap(entriesSeen);
  const inContainers = found(manifests).flatMap((call) =>
    pathsIn(call).flatMap((path) => hostPathOf(call, path) ?? []),
  );
  const direct = found(onTheHost).flatMap(pathsIn);
  const files = [...new Set([...inContainers, ...direct, ...more])].filter(canAskFor);
  const directories = files.map((path) => path.slice(0, path.lastIndexOf("/")) || "/");
  const paths = [...new Set([...files, ...directories])].sort();
  const stats = await Promise.all(paths.map((path) => statPath(ask, path)));
  return present(Object.fromEntries(stats.map((stat, index) => [paths[index], stat])), source);
}

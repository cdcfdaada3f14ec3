import { withoutCase } from "../../evidence/json-keys.ts";
import { type KnownKeys, knownKeys } from "../../evidence/kubelet-fields.ts";
import type { Placed } from "./placed-yaml.ts";

/** Whether an earlier file, or a flag's default that a `--config` file would take away, says anything of a dotted path. */
export type SaidBefore = (path: readonly string[]) => boolean;

const isNull = (placed: Placed): boolean => placed.kind === "scalar" && placed.value === null;
const isRelative = (placed: Placed): boolean =>
  placed.kind === "scalar" && typeof placed.value === "string" && /^[^/]/.test(placed.value);

/**
 * Why it is not known what a drop-in of `--config-dir` puts in force; undefined where it is. The kubelet merges drop-ins as
 * JSON and decodes the whole with encoding/json (mergeKubeletConfigurations of cmd/kubelet/app/server.go), so
 * - a key in another case is the field all the same, which it is not in the `--config` file,
 * - null takes back what was set before from 1.32 on, and nothing before, where the base has other keys (PR 127421),
 * - a relative path is left to the kubelet's working directory.
 */
export function unclearInDropIn(
  entries: ReadonlyMap<string, Placed>,
  saidBefore: SaidBefore,
  known: KnownKeys = knownKeys,
  above: readonly string[] = [],
): string | undefined {
  for (const [key, placed] of entries) {
    const field = known.get(withoutCase(key));
    if (field === undefined) continue;
    const path = [...above, field.name];
    const name = path.join(".");
    const at = `line ${placed.line}`;
    if (key !== field.name)
      return `${at}: in a drop-in ${key} may be ${name}, by the kubelet's release: write ${field.name}`;
    if (isNull(placed) && saidBefore(path)) {
      return `${at}: null takes ${name} back from Kubernetes 1.32 on, and not before: write the value`;
    }
    if (field.isPath && isRelative(placed))
      return `${at}: ${name} is a relative path, which in a drop-in starts anywhere`;
    const below = placed.kind === "map" ? unclearInDropIn(placed.entries, saidBefore, field.below, path) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

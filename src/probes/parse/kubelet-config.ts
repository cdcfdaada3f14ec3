import type { KubeletConfig, Setting } from "../../evidence/kubelet.ts";
import { type Placed, parsePlaced, plainData } from "./placed-yaml.ts";

/** A configuration file with its text, in the order in which the kubelet merges them. */
export type ConfigFile = { readonly file: string; readonly text: string };

type Leaves = Map<string, Setting>;

/**
 * The leaves of one file, each with the line of its key, or of the alias that brings it in. A null leaf stays, because in
 * a drop-in it deletes.
 */
function leavesOf({ file, text }: ConfigFile): Leaves {
  const root = readFile(file, text);
  if (root?.kind !== "map") throw new Error(`${file} is not a KubeletConfiguration`);
  const kind = root.entries.get("kind");
  if (kind?.kind !== "scalar" || kind.value !== "KubeletConfiguration") {
    throw new Error(`${file}: kind is not KubeletConfiguration`);
  }
  const leaves: Leaves = new Map();
  const walk = (map: ReadonlyMap<string, Placed>, prefix: string): void => {
    for (const [key, value] of map) {
      // A dot within a key (evictionHard's memory.available) is escaped: it must not pass for a path of its own.
      const name = key.replaceAll(".", "\\.");
      const path = prefix === "" ? name : `${prefix}.${name}`;
      if (value.kind === "map" && value.entries.size > 0) walk(value.entries, path);
      else leaves.set(path, { value: plainData(value), file, line: value.line });
    }
  };
  walk(root.entries, "");
  return leaves;
}

function readFile(file: string, text: string): Placed | undefined {
  try {
    return parsePlaced(text, "refused");
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Lays one file's leaves over what came before, as a JSON merge patch: null deletes, lists are replaced. */
function mergeOver(merged: Leaves, patch: Leaves): void {
  for (const [path, setting] of patch) {
    for (const known of [...merged.keys()]) {
      const replacesTree = known.startsWith(`${path}.`) && !isEmptyMap(setting.value);
      const isReplacedByTree = path.startsWith(`${known}.`);
      if (replacesTree || isReplacedByTree) merged.delete(known);
    }
    if (setting.value === null) merged.delete(path);
    else if (!(isEmptyMap(setting.value) && [...merged.keys()].some((known) => known.startsWith(`${path}.`))))
      merged.set(path, setting);
  }
}

const isEmptyMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

/**
 * The KubeletConfiguration that files give together, without defaults: `--config`, then the drop-ins in their order.
 * @throws Error naming the file that is no KubeletConfiguration, or no YAML.
 */
export function mergeKubeletConfig(files: readonly ConfigFile[]): KubeletConfig {
  const merged: Leaves = new Map();
  for (const file of files) mergeOver(merged, leavesOf(file));
  return { files: files.map(({ file }) => file), settings: Object.fromEntries(merged) };
}

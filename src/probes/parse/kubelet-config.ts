import type { KubeletConfig, Setting } from "../../evidence/kubelet.ts";
import { oncePerTexts } from "./once-per-text.ts";
import { type Placed, parsePlaced, plainData } from "./placed-yaml.ts";

/** A configuration file with its text, in the order in which the kubelet merges them. */
export type ConfigFile = { readonly file: string; readonly text: string };

/** What files have said so far: a setting, or what is below a key. */
type Tree = Map<string, Setting | Tree>;
type Entries = ReadonlyMap<string, Placed>;

function entriesOf({ file, text }: ConfigFile): Entries {
  const root = readFile(file, text);
  if (root?.kind !== "map") throw new Error(`${file} is not a KubeletConfiguration`);
  const kind = root.entries.get("kind");
  if (kind?.kind !== "scalar" || kind.value !== "KubeletConfiguration") {
    throw new Error(`${file}: kind is not KubeletConfiguration`);
  }
  return root.entries;
}

function readFile(file: string, text: string): Placed | undefined {
  try {
    return parsePlaced(text, "refused");
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

const isTree = (one: Setting | Tree | undefined): one is Tree => one instanceof Map;
const hasSetting = (tree: Tree): boolean => [...tree.values()].some((one) => !isTree(one) || hasSetting(one));

/**
 * Lays one file over what came before, as a JSON merge patch: null deletes, lists are replaced. Each setting has the line
 * of its key, or of the alias that brings it in.
 */
function mergeOver(merged: Tree, patch: Entries, file: string): void {
  for (const [key, placed] of patch) {
    const known = merged.get(key);
    const isMap = placed.kind === "map";
    if (isMap && placed.entries.size > 0) {
      const below: Tree = isTree(known) ? known : new Map();
      mergeOver(below, placed.entries, file);
      merged.set(key, below);
    } else if (placed.kind === "scalar" && placed.value === null) merged.delete(key);
    else if (!(isMap && isTree(known) && hasSetting(known))) {
      merged.set(key, { value: plainData(placed), file, line: placed.line });
    }
  }
}

// A long key stands in the path of everything below it.
const pathsAtMost = 4 * 1024 * 1024;

/** The settings by their paths. */
function settingsIn(merged: Tree): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  let length = 0;
  const walk = (tree: Tree, prefix: string): void => {
    for (const [key, one] of tree) {
      // A dot within a key (evictionHard's memory.available) is escaped: it must not pass for a path of its own.
      const name = key.replaceAll(".", "\\.");
      const path = prefix === "" ? name : `${prefix}.${name}`;
      length += path.length;
      if (length > pathsAtMost) throw new Error("its keys are longer than any that the kubelet has");
      if (isTree(one)) walk(one, path);
      else settings.set(path, one);
    }
  };
  walk(merged, "");
  return settings;
}

/**
 * The KubeletConfiguration that files give together, without defaults: `--config`, then the drop-ins in their order.
 * @throws Error naming the file that is no KubeletConfiguration, or no YAML.
 */
export const mergeKubeletConfig = oncePerTexts((files: readonly ConfigFile[]): KubeletConfig => {
  const merged: Tree = new Map();
  for (const file of files) mergeOver(merged, entriesOf(file), file.file);
  return { files: files.map(({ file }) => file), settings: Object.fromEntries(settingsIn(merged)) };
});

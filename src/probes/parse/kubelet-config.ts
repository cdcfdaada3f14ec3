import type { KubeletConfig, Setting } from "../../evidence/kubelet.ts";
import { unclearInDropIn } from "./kubelet-drop-in.ts";
import { oncePerTexts } from "./once-per-text.ts";
import { type Placed, parsePlaced, plainData } from "./placed-yaml.ts";

/** A configuration file with its text. */
export type ConfigFile = { readonly file: string; readonly text: string };

/** The file of `--config`, if one is named, and the drop-ins of `--config-dir` in the order in which the kubelet merges them. */
export type ConfigFiles = { readonly base?: ConfigFile; readonly dropIns: readonly ConfigFile[] };

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

/** Whether files so far said anything of a path, or below it. */
function saysOf(merged: Tree, [key = "", ...below]: readonly string[]): boolean {
  const found = merged.get(key);
  if (!isTree(found)) return found !== undefined;
  return below.length === 0 ? hasSetting(found) : saysOf(found, below);
}

/**
 * The KubeletConfiguration that files give together, without defaults.
 * @throws Error naming the file that is no KubeletConfiguration, no YAML, or a drop-in of which it is not known what it puts in force.
 */
export const mergeKubeletConfig = oncePerTexts(({ base, dropIns }: ConfigFiles): KubeletConfig => {
  const merged: Tree = new Map();
  if (base !== undefined) mergeOver(merged, entriesOf(base), base.file);
  for (const dropIn of dropIns) {
    const entries = entriesOf(dropIn);
    // Without a file the kubelet starts from the flags' defaults, which say something of every field.
    const unclear = unclearInDropIn(entries, (path) => base === undefined || saysOf(merged, path));
    if (unclear !== undefined) throw new Error(`${dropIn.file}: ${unclear}`);
    mergeOver(merged, entries, dropIn.file);
  }
  const files = [...(base === undefined ? [] : [base]), ...dropIns];
  return { files: files.map(({ file }) => file), settings: Object.fromEntries(settingsIn(merged)) };
});

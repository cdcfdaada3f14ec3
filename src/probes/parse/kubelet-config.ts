import { isMap, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLMap } from "yaml";
import type { KubeletConfig, Setting } from "../../evidence/kubelet.ts";

/** A configuration file with its text, in the order in which the kubelet merges them. */
export type ConfigFile = { readonly file: string; readonly text: string };

type Leaves = Map<string, Setting>;

/**
 * The leaves of one file. YAML 1.1 like the kubelet's reader (`enabled: no` is false); a null leaf stays, because in a
 * drop-in it deletes.
 */
function leavesOf({ file, text }: ConfigFile): Leaves {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.1", lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message.split("\n")[0]}`);
  // A value that stands elsewhere has no line of its own here, and would look as if it were not set.
  visit(document, {
    Alias() {
      throw new Error(`${file}: YAML aliases are not followed`);
    },
  });
  const root = document.contents;
  if (!isMap(root)) throw new Error(`${file} is not a KubeletConfiguration`);
  if (document.get("kind") !== "KubeletConfiguration") throw new Error(`${file}: kind is not KubeletConfiguration`);
  const leaves: Leaves = new Map();
  const walk = (map: YAMLMap, prefix: string): void => {
    for (const { key, value } of map.items) {
      // A dot within a key (evictionHard's memory.available) is escaped: it must not pass for a path of its own.
      const name = (isScalar(key) ? String(key.value) : String(key)).replaceAll(".", "\\.");
      const path = prefix === "" ? name : `${prefix}.${name}`;
      if (isMap(value) && value.items.length > 0) walk(value, path);
      else leaves.set(path, { value: plain(value, document), file, line: lineOf(key, lines) });
    }
  };
  walk(root, "");
  return leaves;
}

const plain = (value: unknown, document: ReturnType<typeof parseDocument>): unknown =>
  value === null ? null : (value as Node).toJS(document);

const lineOf = (node: unknown, lines: LineCounter): number => lines.linePos((node as Node).range?.[0] ?? 0).line;

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

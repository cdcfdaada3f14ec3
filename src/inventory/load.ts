import { dirname, resolve } from "node:path";
import { readText } from "../yaml-file/read-text.ts";
import { type FileWords, schemaMistakes } from "../yaml-file/schema-sentences.ts";
import { refuseIfAny, YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { readYaml, type ValuePath } from "../yaml-file/yaml-source.ts";
import { apiAccess, apiMistakes, viaMistakes } from "./api-access.ts";
import { duplicates } from "./duplicates.ts";
import { expandHosts } from "./hosts.ts";
import type { Inventory } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import { inventorySchema, knownKeys } from "./schema.ts";

/** `home`: the operator's home folder, absolute. */
export type LoadOptions = { readonly home: string };

/**
 * Reads an inventory file (YAML, UTF-8).
 * @throws YamlFileError for a file that cannot be read, and for whatever is wrong in it.
 */
export async function loadInventory(path: string, options: LoadOptions): Promise<Inventory> {
  return parseInventory(await readText(path), path, options);
}

/**
 * Reads the text of an inventory. `file` is how sentences name it, and its folder is what relative paths start from;
 * no file named in it is looked at.
 * @throws YamlFileError with every mistake of the first kind that was found: YAML, then keys and values, then hosts.
 */
export function parseInventory(text: string, file: string, { home }: LoadOptions): Inventory {
  const source = readYaml(text, file, "an inventory");
  const parsed = inventorySchema.safeParse(source.value);
  if (!parsed.success) throw new YamlFileError(file, schemaMistakes(parsed.error.issues, source, words));
  const written = parsed.data;
  const base: PathBase = { folder: dirname(resolve(file)), home };
  const { hosts, mistakes } = expandHosts(written, source, base);
  const named = hosts.map(({ host }) => host);
  // Where a host is not understood it may be the one that is meant.
  const via = mistakes.length > 0 ? [] : viaMistakes(written, named, source);
  refuseIfAny(file, [...apiMistakes(written, source), ...mistakes, ...via, ...duplicates(hosts)]);
  return {
    cluster: written.cluster,
    ...apiAccess(written, base),
    ...(written.profile === undefined ? {} : { profile: written.profile }),
    ...(written.decisions === undefined ? {} : { decisions: absolutePath(written.decisions, base) }),
    hosts: named,
  };
}

const words: FileWords = {
  mapAt,
  better: (path, value) =>
    path.at(-1) === "hosts" && (value === null || Array.isArray(value)) ? 'no hosts: "hosts" is empty' : undefined,
};

function mapAt(path: ValuePath): ReturnType<FileWords["mapAt"]> {
  const last = path.at(-1);
  if (last === undefined) return { words: "the inventory", keys: knownKeys.inventory };
  if (last === "api") return { words: "api", keys: knownKeys.api };
  if (last === "ssh") return { words: "ssh", keys: knownKeys.ssh };
  if (last === "jump") return { words: "jump", keys: knownKeys.jump };
  return { words: "a host", keys: knownKeys.host };
}

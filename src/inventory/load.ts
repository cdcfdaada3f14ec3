import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { duplicates } from "./duplicates.ts";
import { expandHosts } from "./hosts.ts";
import type { ApiAccess, Inventory } from "./inventory.ts";
import { InventoryError, refuseIfAny } from "./inventory-error.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import { inventorySchema, type WrittenInventory } from "./schema.ts";
import { schemaMistakes } from "./schema-sentences.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

/** `home`: the operator's home folder, absolute. */
export type LoadOptions = { readonly home: string };

/**
 * Reads an inventory file (YAML, UTF-8).
 * @throws InventoryError for a file that cannot be read, and for whatever is wrong in it.
 */
export async function loadInventory(path: string, options: LoadOptions): Promise<Inventory> {
  return parseInventory(await readText(path), path, options);
}

/**
 * Reads the text of an inventory. `file` is how sentences name it, and its folder is what relative paths start from;
 * no file named in it is looked at.
 * @throws InventoryError with every mistake of the first kind that was found: YAML, then keys and values, then hosts.
 */
export function parseInventory(text: string, file: string, { home }: LoadOptions): Inventory {
  const source = readYaml(text, file);
  const parsed = inventorySchema.safeParse(source.value);
  if (!parsed.success) throw new InventoryError(file, schemaMistakes(parsed.error.issues, source));
  const written = parsed.data;
  const base: PathBase = { folder: dirname(resolve(file)), home };
  const { hosts, mistakes } = expandHosts(written, source, base);
  refuseIfAny(file, [...contextAlone(written, source), ...mistakes, ...duplicates(hosts)]);
  return { cluster: written.cluster, ...apiAccess(written, base), hosts: hosts.map(({ host }) => host) };
}

const contextAlone = ({ kubeconfig, context }: WrittenInventory, source: YamlSource) =>
  context === undefined || kubeconfig !== undefined
    ? []
    : [{ sentence: '"context" needs a "kubeconfig" to be in', at: source.keyAt(["context"]) }];

function apiAccess({ kubeconfig, context }: WrittenInventory, base: PathBase): { readonly api?: ApiAccess } {
  if (kubeconfig === undefined) return {};
  return { api: { kubeconfig: absolutePath(kubeconfig, base), ...(context === undefined ? {} : { context }) } };
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const sentence = unreadable[error.code ?? ""] ?? `cannot be read: ${error.message}`;
    throw new InventoryError(path, [{ sentence }], { cause: error });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InventoryError(path, [{ sentence: "is not UTF-8 text" }], { cause: error });
  }
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read by this user",
};

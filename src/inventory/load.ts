import { dirname, resolve } from "node:path";
import { readText } from "../yaml-file/read-text.ts";
import { type FileWords, schemaMistakes } from "../yaml-file/schema-sentences.ts";
import { refuseIfAny, YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { readYaml, type ValuePath, type YamlSource } from "../yaml-file/yaml-source.ts";
import { apiAccess, apiMistakes, viaMistakes } from "./api-access.ts";
import { duplicates } from "./duplicates.ts";
import { expandHosts } from "./hosts.ts";
import type { Inventory } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import { inventorySchema, knownKeys, type WrittenInventory } from "./schema.ts";
import type { AskedSshConfig, AskSshConfig, SshConfigReading } from "./ssh-config.ts";

/** `home`: the operator's home folder, absolute. `sshConfig` asks the ssh_config files that an inventory names. */
export type LoadOptions = { readonly home: string; readonly sshConfig?: AskSshConfig };

/**
 * Reads an inventory file (YAML, UTF-8).
 * @throws YamlFileError for a file that cannot be read, and for whatever is wrong in it.
 */
export const loadInventory = async (path: string, options: LoadOptions): Promise<Inventory> =>
  readInventory(await readText(path), path, options);

/**
 * Reads the text of an inventory that is, or will be, this file; asks the ssh_config files that it names.
 * @throws YamlFileError for whatever is wrong in it.
 */
export async function readInventory(text: string, path: string, { home, sshConfig }: LoadOptions): Promise<Inventory> {
  const file = readWritten(text, path, home);
  return inventoryOf(file, sshConfig && namesSshConfig(file) ? await askAll(file, sshConfig) : nothingAsked);
}

/**
 * Reads the text of an inventory. `file` is how sentences name it, and its folder is what relative paths start from;
 * no file named in it is looked at, an ssh_config neither.
 * @throws YamlFileError with every mistake of the first kind that was found: YAML, then keys and values, then hosts.
 */
export const parseInventory = (text: string, file: string, { home }: Pick<LoadOptions, "home">): Inventory =>
  inventoryOf(readWritten(text, file, home), nothingAsked);

const nothingAsked: AskedSshConfig = () => undefined;

type InventoryFile = {
  readonly file: string;
  readonly source: YamlSource;
  readonly written: WrittenInventory;
  readonly base: PathBase;
};

function readWritten(text: string, file: string, home: string): InventoryFile {
  const source = readYaml(text, file, "an inventory");
  const parsed = inventorySchema.safeParse(source.value);
  if (!parsed.success) throw new YamlFileError(file, schemaMistakes(parsed.error.issues, source, words));
  return { file, source, written: parsed.data, base: { folder: dirname(resolve(file)), home } };
}

const namesSshConfig = ({ written: { ssh, hosts } }: InventoryFile): boolean =>
  [{ ssh }, ...hosts].some((part) => part.ssh?.config !== undefined);

/** Asks the ssh_config files all that the hosts of an inventory leave to them, each question once. */
async function askAll({ written, source, base }: InventoryFile, ask: AskSshConfig): Promise<AskedSshConfig> {
  const key = (file: string, name: string): string => `${file}\n${name}`;
  const asked = new Map<string, Promise<SshConfigReading>>();
  expandHosts(written, source, base, (file, name) => {
    if (!asked.has(key(file, name))) asked.set(key(file, name), ask(file, name));
    return undefined;
  });
  const answers = new Map<string, SshConfigReading>();
  for (const [question, answer] of asked) answers.set(question, await answer);
  return (file, name) => answers.get(key(file, name));
}

function inventoryOf({ file, source, written, base }: InventoryFile, asked: AskedSshConfig): Inventory {
  const { hosts, mistakes } = expandHosts(written, source, base, asked);
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

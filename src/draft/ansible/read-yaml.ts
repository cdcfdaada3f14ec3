import { parseDocument, visit } from "yaml";
import { shown } from "../../yaml-file/shown.ts";
import {
  AnsibleFileError,
  type AnsibleInventory,
  addHost,
  emptyInventory,
  groupNamed,
  type Vars,
} from "./ansible-inventory.ts";
import { expandNames } from "./ranges.ts";

/** Groups may be written inside each other; further down than this is a mistake. */
const deepest = 20;

/**
 * Reads Ansible's YAML dialect: groups with `hosts`, `children` and `vars`. What a vault holds stays a value that nobody
 * knows.
 * @throws AnsibleFileError for text that is no such file.
 */
export function readAnsibleYaml(text: string): AnsibleInventory {
  const document = parseDocument(text, { logLevel: "silent", prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw new AnsibleFileError(`not valid YAML: ${problem.message}`);
  visit(document, {
    Scalar: (_key, node) => {
      if (node.tag?.startsWith("!vault")) node.value = "$ANSIBLE_VAULT";
    },
  });
  const top = mapOf(document.toJS({ maxAliasCount: 100 }), "the file");
  const inventory = emptyInventory();
  for (const [name, group] of Object.entries(top)) readGroup(inventory, name, group, 0);
  return inventory;
}

function readGroup(inventory: AnsibleInventory, name: string, written: unknown, depth: number): void {
  if (depth > deepest) throw new AnsibleFileError(`group ${shown(name)} is nested too deeply`);
  const group = groupNamed(inventory, name);
  const { hosts, children, vars } = mapOf(written, `group ${shown(name)}`);
  group.vars = { ...group.vars, ...textsOf(vars, `the vars of ${shown(name)}`) };
  for (const [pattern, own] of Object.entries(mapOf(hosts, `the hosts of ${shown(name)}`))) {
    const values = textsOf(own, `host ${shown(pattern)}`);
    for (const host of expandNames(pattern)) addHost(inventory, name, host, values);
  }
  for (const [child, inner] of Object.entries(mapOf(children, `the children of ${shown(name)}`))) {
    group.children.add(child);
    readGroup(inventory, child, inner, depth + 1);
  }
}

function mapOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new AnsibleFileError(`${what} must be a map, not ${shown(value)}`);
}

/** Variables that are texts, numbers or truths; lists and maps are none that is taken. */
const textsOf = (value: unknown, what: string): Vars =>
  Object.fromEntries(
    Object.entries(mapOf(value, what)).flatMap(([key, one]) =>
      ["string", "number", "boolean"].includes(typeof one) ? [[key, String(one)]] : [],
    ),
  );

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

type Section = { readonly group: string; readonly kind: "hosts" | "vars" | "children" };

/**
 * Reads Ansible's INI dialect: `[group]` with a host or range a line and `key=value` behind it, `[group:vars]`,
 * `[group:children]`; `#` and `;` begin a comment (inventory guide of Ansible, "How to build your inventory").
 * @throws AnsibleFileError with the line that is none of these.
 */
export function readIni(text: string): AnsibleInventory {
  const inventory = emptyInventory();
  let section: Section = { group: "ungrouped", kind: "hosts" };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    try {
      const head = sectionOf(line);
      if (head === undefined) readLine(inventory, section, line);
      else {
        section = head;
        groupNamed(inventory, head.group);
      }
    } catch (error) {
      if (error instanceof AnsibleFileError) throw new AnsibleFileError(`line ${index + 1}: ${error.message}`);
      throw error;
    }
  }
  return inventory;
}

function sectionOf(line: string): Section | undefined {
  // A host may begin with a bracket, too: an IPv6 address.
  const [, group, kind] = /^\[([^:\]]+)(?::(\w+))?\]\s*(?:[#;].*)?$/.exec(line) ?? [];
  if (group === undefined) return undefined;
  if (kind === undefined) return { group, kind: "hosts" };
  if (kind === "vars" || kind === "children") return { group, kind };
  throw new AnsibleFileError(`a section [${group}:${kind}] is none that Ansible has`);
}

function readLine(inventory: AnsibleInventory, { group, kind }: Section, line: string): void {
  if (kind === "children") {
    const [child = ""] = wordsOf(line);
    groupNamed(inventory, group).children.add(child);
    groupNamed(inventory, child);
    return;
  }
  if (kind === "vars") {
    const own = groupNamed(inventory, group);
    own.vars = { ...own.vars, ...variable(line) };
    return;
  }
  const [pattern = "", ...words] = wordsOf(line);
  const vars = Object.assign({}, ...words.map(variable)) as Vars;
  const [, name = pattern, port] =
    /^(.*[^:]):(\d+)$/.exec(pattern.replaceAll(/\[[^\]]*\]/g, (range) => range.replaceAll(":", "\0"))) ?? [];
  const named = name.replaceAll("\0", ":");
  for (const host of expandNames(named))
    addHost(inventory, group, host, { ...(port && { ansible_port: port }), ...vars });
}

/** `key=value`; quotes around the value are not part of it. */
function variable(text: string): Vars {
  const [, key, value = ""] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(text) ?? [];
  if (key === undefined) throw new AnsibleFileError(`${shown(text)} is no key=value`);
  return { [key]: value.replace(/^(["'])(.*)\1$/s, "$2") };
}

/** The words of a line as a shell would split them, quotes kept together; `#` begins a comment. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'")) throw new AnsibleFileError("a quote is not closed");
  const end = words.findIndex((word) => word.startsWith("#"));
  return end < 0 ? words : words.slice(0, end);
}

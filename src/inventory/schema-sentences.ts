import type { core } from "zod";
import type { Mistake } from "./inventory-error.ts";
import { nearestKey } from "./nearest-key.ts";
import { knownKeys } from "./schema.ts";
import { shown } from "./shown.ts";
import type { ValuePath, YamlSource } from "./yaml-source.ts";

/** What the schema found wrong with a file, in sentences with a place. */
export function schemaMistakes(issues: readonly core.$ZodIssue[], source: YamlSource): readonly Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, [], source));
}

function mistakesOf(issue: core.$ZodIssue, above: ValuePath, source: YamlSource): readonly Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key], source));
  if (issue.code === "invalid_key") {
    return [{ sentence: `${shown(path.at(-1))} cannot be the name of a label`, at: source.keyAt(path) }];
  }
  if (issue.code === "invalid_union") {
    // The alternative that fits all but for something inside it is the one that was meant.
    const meant = issue.errors.find((alternative) => alternative.every((inner) => inner.path.length > 0));
    if (meant !== undefined) return meant.flatMap((inner) => mistakesOf(inner, path, source));
  }
  const sentence = source.has(path) || path.length === 0 ? wrongValue(issue.message, path, source) : missing(path);
  return [{ sentence, at: source.valueAt(path) }];
}

function unknownKey(path: ValuePath, source: YamlSource): Mistake {
  const key = String(path.at(-1));
  const { words, keys } = mapAt(path.slice(0, -1));
  const meant = nearestKey(key, keys);
  const hint = meant === undefined ? `it may have ${keys.join(", ")}` : `did you mean "${meant}"?`;
  return { sentence: `unknown key ${shown(key)} in ${words} (${hint})`, at: source.keyAt(path) };
}

const missing = (path: ValuePath): string => `missing key ${shown(path.at(-1))} in ${mapAt(path.slice(0, -1)).words}`;

function wrongValue(wanted: string, path: ValuePath, source: YamlSource): string {
  const value = path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], source.value);
  const last = path.at(-1);
  if (last === "hosts" && (value === null || Array.isArray(value))) return 'no hosts: "hosts" is empty';
  const subject = typeof last === "string" ? shown(last) : mapAt(path).words;
  const quotes = /text|name/.test(wanted) && ["number", "boolean"].includes(typeof value) ? ": put it in quotes" : "";
  return `${subject} must be ${wanted}, not ${shown(value)}${quotes}`;
}

/** What kind of map stands at a path, in words and by its keys. */
function mapAt(path: ValuePath): { readonly words: string; readonly keys: readonly string[] } {
  const last = path.at(-1);
  if (last === undefined) return { words: "the inventory", keys: knownKeys.inventory };
  if (last === "ssh") return { words: "ssh", keys: knownKeys.ssh };
  if (last === "jump") return { words: "jump", keys: knownKeys.jump };
  return { words: "a host", keys: knownKeys.host };
}

import type { core } from "zod";
import { nearestKey } from "./nearest-key.ts";
import { shown } from "./shown.ts";
import type { Mistake } from "./yaml-file-error.ts";
import type { ValuePath, YamlSource } from "./yaml-source.ts";

/** How a kind of file speaks of its parts. */
export type FileWords = {
  /** What kind of map stands at a path, in words ("a host"), and the keys that it knows. */
  readonly mapAt: (path: ValuePath) => { readonly words: string; readonly keys: readonly string[] };
  /** A sentence for a wrong value that says it better than "must be"; undefined where there is none. */
  readonly better?: (path: ValuePath, value: unknown) => string | undefined;
};

/** What the schema found wrong with a file, in sentences with a place. Its messages complete '"key" must be …'. */
export function schemaMistakes(
  issues: readonly core.$ZodIssue[],
  source: YamlSource,
  words: FileWords,
): readonly Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, [], { source, words }));
}

type Looked = { readonly source: YamlSource; readonly words: FileWords };

function mistakesOf(issue: core.$ZodIssue, above: ValuePath, looked: Looked): readonly Mistake[] {
  const { source, words } = looked;
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key], looked));
  if (issue.code === "invalid_key") {
    const wanted = issue.issues[0]?.message ?? "a key";
    return [{ sentence: `${shown(path.at(-1))} cannot be ${wanted}`, at: source.keyAt(path) }];
  }
  if (issue.code === "invalid_union") {
    // The alternative that fits all but for something inside it is the one that was meant.
    const meant = issue.errors.find((alternative) => alternative.every((inner) => inner.path.length > 0));
    if (meant !== undefined) return meant.flatMap((inner) => mistakesOf(inner, path, looked));
  }
  const there = source.has(path) || path.length === 0;
  return [
    { sentence: there ? wrongValue(issue.message, path, looked) : missing(path, words), at: source.valueAt(path) },
  ];
}

function unknownKey(path: ValuePath, { source, words }: Looked): Mistake {
  const key = String(path.at(-1));
  const map = words.mapAt(path.slice(0, -1));
  const meant = nearestKey(key, map.keys);
  const hint = meant === undefined ? `it may have ${map.keys.join(", ")}` : `did you mean "${meant}"?`;
  return { sentence: `unknown key ${shown(key)} in ${map.words} (${hint})`, at: source.keyAt(path) };
}

const missing = (path: ValuePath, { mapAt }: FileWords): string =>
  `missing key ${shown(path.at(-1))} in ${mapAt(path.slice(0, -1)).words}`;

function wrongValue(wanted: string, path: ValuePath, { source, words }: Looked): string {
  const value = path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], source.value);
  const better = words.better?.(path, value);
  if (better !== undefined) return better;
  const last = path.at(-1);
  const subject = typeof last === "string" ? shown(last) : words.mapAt(path).words;
  const quotes = /text|name/.test(wanted) && ["number", "boolean"].includes(typeof value) ? ": put it in quotes" : "";
  return `${subject} must be ${wanted}, not ${shown(value)}${quotes}`;
}

import { readFileSync } from "node:fs";
import type { Assessment } from "../../src/findings/assessment.ts";
import type { RunDiff } from "../../src/findings/run-diff.ts";
import { sampleOfBoth } from "./sample-assessment.ts";
import { sampleDiff } from "./sample-diff.ts";

type JsonSchema = {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
};

const schemaOf = (name: string): JsonSchema =>
  JSON.parse(readFileSync(new URL(`../../src/findings/${name}.schema.json`, import.meta.url), "utf8"));

/** Names of requirements, which neither a node nor the API nor the site writes. */
const ours = ["id", "related"];

/**
 * The sample of both benchmarks with every field there that an assessment can have, and a text at the end of every
 * string that is not one of a few words: by the published schema, so that a new field is not forgotten.
 */
export const withText = (text: string): Assessment =>
  filled(schemaOf("assessment"), sampleOfBoth(), "", text) as Assessment;

/** A difference with every field there that one can have, in the same way. */
export const diffWithText = (text: string): RunDiff => filled(schemaOf("run-diff"), sampleDiff(), "", text) as RunDiff;

function filled(of: JsonSchema, value: unknown, name: string, text: string): unknown {
  const choices = of.anyOf ?? of.oneOf;
  if (choices !== undefined) return filled(chosen(choices, value), value, name, text);
  if (of.const !== undefined) return of.const;
  if (of.enum !== undefined) return value ?? of.enum[0];
  if (of.type === "object") {
    const given = (value ?? {}) as Readonly<Record<string, unknown>>;
    const fields = Object.entries(of.properties ?? {});
    return Object.fromEntries(fields.map(([key, field]) => [key, filled(field, given[key], key, text)]));
  }
  if (of.type === "array") {
    const items = (value as readonly unknown[] | undefined) ?? [undefined];
    return items.map((item) => filled(of.items ?? {}, item, name, text));
  }
  if (of.type === "string") return ours.includes(name) ? (value ?? "V-242387") : `${value ?? ""}${text}`;
  return value ?? (of.type === "boolean" ? true : 1);
}

/** The kind of finding that this is. */
function chosen(choices: readonly JsonSchema[], value: unknown): JsonSchema {
  const { benchmark } = (value ?? {}) as { readonly benchmark?: unknown };
  const [first = {}] = choices;
  return choices.find(({ properties }) => properties?.["benchmark"]?.const === benchmark) ?? first;
}

import type { Refusal } from "../brought-file/refusal.ts";
import { shown } from "../yaml-file/shown.ts";
import { withLineFeeds } from "./answered-rule.ts";

/** An object of a JSON text, by its own keys. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON: no list, not null. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a JSON text says. @throws what `refusal` makes of it where it is none. */
export function parsedJson(text: string, refusal: Refusal): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw refusal(`is not well-formed JSON, or is cut off (${shown(message)})`, { cause: error });
  }
}

/** The text of a key: "" for null or nothing, numbers and true or false as JSON writes them. */
export function textIn(object: JsonObject, key: string, where: string, refusal: Refusal): string {
  const value = object[key];
  if (value === undefined || value === null) return "";
  if (typeof value === "object") throw refusal(`${key} of ${where} is ${shown(value)}, where text is wanted`);
  return withLineFeeds(String(value));
}

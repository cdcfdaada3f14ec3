import { jsonReader, type ListReader, parseJson } from "../../large-json/read-json.ts";

/** What a response says: JSON, what was to be JSON, or something else, of which nothing is kept. */
export type ResponseBody =
  | { readonly state: "json"; readonly value: unknown }
  | { readonly state: "damaged" }
  | { readonly state: "other" };

/** Takes a response as it comes; `end` says what it was. */
export type BodyReader = { readonly push: (chunk: Buffer) => void; readonly end: () => ResponseBody };

/**
 * Reads a response as it comes. Of each item of a list (an entry of an array directly in the answer's object) what `keep`
 * gives is kept: a page of objects takes some ten times the room of its text.
 */
export function bodyReader(contentType: string, keep: (item: unknown) => unknown): BodyReader {
  if (!/^application\/json\s*(?:;|$)/i.test(contentType))
    return { push: () => undefined, end: () => ({ state: "other" }) };
  const lists: ListReader<unknown> = { element: (text) => keep(parseJson(text)), list: (items) => items };
  const reader = jsonReader(2, lists);
  let isDamaged = false;
  const understand = <T>(read: () => T): T | undefined => {
    try {
      return isDamaged ? undefined : read();
    } catch {
      isDamaged = true;
      return undefined;
    }
  };
  return {
    push: (chunk) => understand(() => reader.push(chunk)),
    end() {
      const value = understand(reader.end);
      return isDamaged ? { state: "damaged" } : { state: "json", value };
    },
  };
}

import { parseDocument } from "yaml";
import { z } from "zod";

/**
 * A YAML or JSON file of one document, as plain data. YAML 1.1 like the API server's reader (`enabled: no` is false).
 * @throws Error where it is neither, holds several documents or a key twice, or data that JSON does not know.
 */
export function parseStructuredFile(text: string): unknown {
  const document = parseDocument(text, { version: "1.1", uniqueKeys: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]);
  const content: unknown = document.toJSON();
  if (!z.json().safeParse(content).success) throw new Error("holds data that JSON does not know");
  return content;
}

const object = z.looseObject({ kind: z.string() });

/** The `kind:` that a file says it is; undefined where it says none, or is no YAML. */
export function kindOf(text: string): string | undefined {
  const document = parseDocument(text, { version: "1.1", logLevel: "error" });
  return document.errors.length > 0 ? undefined : object.safeParse(document.toJSON()).data?.kind;
}

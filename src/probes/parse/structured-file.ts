import { z } from "zod";
import { parsePlaced, plainData } from "./placed-yaml.ts";

/**
 * A YAML or JSON file of one document, as plain data. YAML 1.1 like the API server's reader (`enabled: no` is false).
 * @throws Error where it is neither, holds several documents or a key twice, or data that JSON does not know.
 */
export function parseStructuredFile(text: string): unknown {
  const placed = parsePlaced(text, "refused");
  return placed === undefined ? null : plainData(placed);
}

const object = z.looseObject({ kind: z.string() });

/** The `kind:` that a file says it is; undefined where it says none, or is no YAML. */
export function kindOf(text: string): string | undefined {
  try {
    return object.safeParse(parseStructuredFile(text)).data?.kind;
  } catch {
    return undefined;
  }
}

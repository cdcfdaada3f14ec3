import { parseDecisions } from "../../../src/decisions/load.ts";
import type { SiteDecisions } from "../../../src/evidence/site.ts";
import { YamlFileError } from "../../../src/yaml-file/yaml-file-error.ts";

/** What a decisions file of this text decides. */
export const siteOf = (text: string): SiteDecisions => parseDecisions(text, "decisions.yaml").site;

/** What is wrong with it, as the operator reads it; nothing where it is a decisions file. */
export function mistakesIn(text: string): readonly string[] {
  try {
    siteOf(text);
    return [];
  } catch (error) {
    if (error instanceof YamlFileError) return error.messages;
    throw error;
  }
}

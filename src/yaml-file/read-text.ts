import { readFile } from "node:fs/promises";
import { whyUnreadable } from "../error-code.ts";
import { YamlFileError } from "./yaml-file-error.ts";

/**
 * The text of a file, nothing of it dropped: written out again it is the same bytes.
 * @throws YamlFileError where it cannot be read or is not UTF-8.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new YamlFileError(path, [{ sentence: whyUnreadable(error) }], { cause: error });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new YamlFileError(path, [{ sentence: "is not UTF-8 text" }], { cause: error });
  }
}

import { plainText } from "../brought-file/plain-text.ts";
import { looksLikeZip, readBytes } from "../brought-file/read-bytes.ts";
import type { Refusal } from "../brought-file/refusal.ts";
import type { ChecklistContent, ChecklistFile } from "./checklist-file.ts";
import { ChecklistFileError } from "./checklist-file-error.ts";
import { cklDocument } from "./ckl-document.ts";
import { cklbDocument } from "./cklb-document.ts";

const mostMegabytes = 64;

/**
 * Reads a checklist that any tool wrote, or a person edited: all of it, or nothing.
 * @throws ChecklistFileError where it is none, or where it is not clear what it says: one sentence.
 */
export async function readChecklistFile(path: string): Promise<ChecklistFile> {
  const refusal: Refusal = (sentence, options) => new ChecklistFileError(path, sentence, options);
  const { name, sha256, bytes } = await readBytes(path, mostMegabytes, refusal);
  if (looksLikeZip(bytes)) throw refusal("is a zip: give the CKL or CKLB that is in it");
  const text = plainText(bytes);
  if (text === undefined) throw refusal("is no checklist: neither text in UTF-8 nor in UTF-16");
  return { name, sha256, ...checklistIn(text, refusal) };
}

/** By its first character, for names are often wrong. */
function checklistIn(text: string, refusal: Refusal): Pick<ChecklistFile, "format"> & ChecklistContent {
  const [first] = /\S/.exec(text) ?? [];
  if (first === undefined) throw refusal("is empty");
  if (first === "<") return { format: "ckl", ...cklDocument(text, refusal) };
  if (first === "{" || first === "[") return { format: "cklb", ...cklbDocument(text, refusal) };
  throw refusal("is no checklist: neither XML (CKL) nor JSON (CKLB)");
}

import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { whyUnreadable } from "../error-code.ts";
import type { Refusal } from "./refusal.ts";

/** A file as it was when it was read. */
export type BroughtFile = { readonly name: string; readonly sha256: string; readonly bytes: Buffer };

const megabyte = 1024 * 1024;

/**
 * The bytes of a file of at most `mostMegabytes`, its base name and its digest.
 * @throws what `refusal` makes of the sentence, where it is no file, empty, too large or not to be read.
 */
export async function readBytes(path: string, mostMegabytes: number, refusal: Refusal): Promise<BroughtFile> {
  const orWhy = (error: unknown): never => {
    throw refusal(whyUnreadable(error), { cause: error });
  };
  const refuseTooLarge = (size: number): void => {
    if (size > mostMegabytes * megabyte) throw refusal(`is larger than ${mostMegabytes} MB`);
  };
  const found = await stat(path).catch(orWhy);
  if (found.isDirectory()) throw refusal("it is a folder, not a file");
  // A device or a pipe may never end.
  if (!found.isFile()) throw refusal("is not a file");
  refuseTooLarge(found.size);
  const bytes = await readFile(path).catch(orWhy);
  refuseTooLarge(bytes.length);
  if (bytes.length === 0) throw refusal("is empty");
  return { name: basename(path), sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
}

/** Begins as every zip that is not split does, an empty one included. */
export const looksLikeZip = (bytes: Buffer): boolean => /^PK(?:\x03\x04|\x05\x06)/.test(bytes.toString("latin1", 0, 4));

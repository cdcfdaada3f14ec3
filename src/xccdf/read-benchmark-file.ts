import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { StigBenchmark } from "../benchmark/requirement.ts";
import { shown } from "../yaml-file/shown.ts";
import { sha256Of } from "./check-text.ts";
import { xccdfDocument } from "./xccdf-document.ts";
import { XccdfFileError } from "./xccdf-file-error.ts";
import { xmlTree } from "./xml-tree.ts";
import { looksLikeZip, type Unpacked, xccdfInZip } from "./zip.ts";

const mostMegabytes = 50;
const mostXmlMegabytes = 20;
const megabyte = 1024 * 1024;

/**
 * The Kubernetes STIG that a file holds: DISA's zip, or the XCCDF in it.
 * @throws XccdfFileError where it holds none, in one sentence.
 */
export async function readBenchmarkFile(path: string): Promise<StigBenchmark> {
  const bytes = await bytesOf(path);
  const { name, bytes: xml } = await xccdfIn(bytes, path);
  const file = name === basename(path) ? path : `${path}, ${shown(name)}`;
  const benchmark = xccdfDocument(xmlTree(textOf(xml, file), file), file, name);
  return { ...benchmark, file: { name: basename(path), sha256: sha256Of(bytes) } };
}

async function bytesOf(path: string): Promise<Buffer> {
  const orWhy = (error: NodeJS.ErrnoException): never => {
    throw new XccdfFileError(path, unreadable[error.code ?? ""] ?? `cannot be read: ${error.message}`, {
      cause: error,
    });
  };
  const found = await stat(path).catch(orWhy);
  if (found.isDirectory()) throw new XccdfFileError(path, "is a folder, not a file");
  // A device or a pipe may never end.
  if (!found.isFile()) throw new XccdfFileError(path, "is not a file");
  if (found.size > mostMegabytes * megabyte) throw new XccdfFileError(path, `is larger than ${mostMegabytes} MB`);
  if (found.size === 0) throw new XccdfFileError(path, "is empty");
  return readFile(path).catch(orWhy);
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "may not be read by this user",
};

async function xccdfIn(bytes: Buffer, path: string): Promise<Unpacked> {
  if (looksLikeZip(bytes)) return xccdfInZip(bytes, path);
  if (bytes.length > mostXmlMegabytes * megabyte) {
    throw new XccdfFileError(path, `is larger than ${mostXmlMegabytes} MB, and no zip`);
  }
  return { name: basename(path), bytes };
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new XccdfFileError(file, "is neither a zip nor UTF-8 text", { cause: error });
  }
}

import type { StigBenchmark } from "../benchmark/requirement.ts";
import { plainText } from "../brought-file/plain-text.ts";
import { type BroughtFile, looksLikeZip, readBytes } from "../brought-file/read-bytes.ts";
import { xmlTree } from "../xml/xml-tree.ts";
import { shown } from "../yaml-file/shown.ts";
import { xccdfDocument } from "./xccdf-document.ts";
import { XccdfFileError } from "./xccdf-file-error.ts";
import { type Unpacked, xccdfInZip } from "./zip.ts";

const mostMegabytes = 50;
const mostXmlMegabytes = 20;
const megabyte = 1024 * 1024;

/**
 * The Kubernetes STIG that a file holds: DISA's zip, or the XCCDF in it.
 * @throws XccdfFileError where it holds none, in one sentence.
 */
export async function readBenchmarkFile(path: string): Promise<StigBenchmark> {
  const brought = await readBytes(path, mostMegabytes, refusalOf(path));
  const { name, bytes: xml } = await xccdfIn(brought, path);
  const file = name === brought.name ? path : `${path}, ${shown(name)}`;
  const text = plainText(xml);
  if (text === undefined) throw new XccdfFileError(file, "is neither a zip nor text in UTF-8 or UTF-16");
  const root = xmlTree(text, { refusal: refusalOf(file), kind: "benchmark" });
  const benchmark = xccdfDocument(root, file, name);
  return { ...benchmark, file: { name: brought.name, sha256: brought.sha256 } };
}

const refusalOf =
  (file: string) =>
  (sentence: string, options?: ErrorOptions): XccdfFileError =>
    new XccdfFileError(file, sentence, options);

async function xccdfIn({ name, bytes }: BroughtFile, path: string): Promise<Unpacked> {
  if (looksLikeZip(bytes)) return xccdfInZip(bytes, path);
  if (bytes.length > mostXmlMegabytes * megabyte) {
    throw new XccdfFileError(path, `is larger than ${mostXmlMegabytes} MB, and no zip`);
  }
  return { name, bytes };
}

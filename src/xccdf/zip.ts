import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { shown } from "../yaml-file/shown.ts";
import { XccdfFileError } from "./xccdf-file-error.ts";

/** A file out of a zip. */
export type Unpacked = { readonly name: string; readonly bytes: Buffer };

const mebibyte = 1024 * 1024;
/** What is unpacked of one file at most: DISA's XCCDF of Kubernetes has 0.3 MB. */
const mostUnpacked = 20 * mebibyte;
const mostNestedZip = 50 * mebibyte;
/** XML of DISA's shrinks to an eighth; what shrinks to less than a hundredth was made to. */
const mostRatio = 100;
const mostEntries = 20_000;

const isXccdf = (name: string): boolean => /-xccdf\.xml$/i.test(name);
const isZip = (name: string): boolean => /\.zip$/i.test(name);

/**
 * The one XCCDF in a zip, or in the one zip in it that is of Kubernetes.
 * @throws XccdfFileError where there is none or several, or where it must not be unpacked.
 */
export const xccdfInZip = (bytes: Buffer, file: string): Promise<Unpacked> => inZip(bytes, file, true);

async function inZip(bytes: Buffer, file: string, opensZips: boolean): Promise<Unpacked> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true });
    const entries = await entriesOf(zip, file);
    const found = entries.filter(({ fileName }) => isXccdf(fileName));
    if (found.length > 1) throw new XccdfFileError(file, severalIn(found));
    if (found[0] !== undefined) return await unpack(zip, found[0], file, mostUnpacked);
    const zips = opensZips ? entries.filter(({ fileName }) => isZip(fileName)) : [];
    const nested = zips.length === 1 ? zips : zips.filter(({ fileName }) => /kubernetes/i.test(fileName));
    if (nested.length > 1) throw new XccdfFileError(file, severalIn(nested));
    if (nested[0] === undefined) throw new XccdfFileError(file, "the zip holds no *-xccdf.xml");
    const inner = await unpack(zip, nested[0], file, mostNestedZip);
    return await inZip(inner.bytes, `${file}, ${shown(inner.name)}`, false);
  } catch (error) {
    if (error instanceof XccdfFileError) throw error;
    throw new XccdfFileError(file, `is no zip that can be read (${shown((error as Error).message)})`, { cause: error });
  }
}

const severalIn = ([one, other]: readonly Entry[]): string =>
  `the zip holds more than one: ${shown(one?.fileName)}, ${shown(other?.fileName)}; give the one that is meant`;

async function entriesOf(zip: ZipFile, file: string): Promise<readonly Entry[]> {
  if (zip.entryCount > mostEntries)
    throw new XccdfFileError(file, "the zip holds more files than any of DISA's: refused");
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    // What macOS adds beside a file has the file's name in its own.
    if (!/(?:^|\/)(?:__MACOSX\/|\._)/.test(entry.fileName)) entries.push(entry);
  }
  return entries;
}

/** Reads one file of a zip, never more than it says itself and may have. */
async function unpack(zip: ZipFile, entry: Entry, file: string, most: number): Promise<Unpacked> {
  const name = entry.fileName.split("/").at(-1) ?? entry.fileName;
  const refuse = (why: string): never => {
    throw new XccdfFileError(file, `${shown(name)} in the zip ${why}: refused`);
  };
  if (entry.isEncrypted()) refuse("is encrypted");
  if (entry.uncompressedSize > most) refuse(`would unpack to more than ${most / mebibyte} MB`);
  if (entry.uncompressedSize > entry.compressedSize * mostRatio) {
    refuse(`would unpack to more than ${mostRatio} times its size`);
  }
  const bytes = await allOf(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) refuse("is damaged (its checksum is another)");
  return { name, bytes };
}

/** The library ends a stream that is longer, or shorter, than the entry says. */
async function allOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

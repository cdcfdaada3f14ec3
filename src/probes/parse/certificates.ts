import { createHash, X509Certificate } from "node:crypto";
import type { Certificate } from "../../evidence/certificates.ts";
import { oncePerText } from "./once-per-text.ts";

const inOneLine = (name: string): string => name.split("\n").join(", ");

function dayAndTime(written: string): string {
  const time = new Date(written);
  if (Number.isNaN(time.getTime())) throw new Error(`a certificate holds no time: ${JSON.stringify(written)}`);
  return time.toISOString();
}

/** Once for each: that of an authority is in many files of every node. */
const readCertificate = oncePerText((pem): Certificate => {
  const certificate = new X509Certificate(pem);
  const { publicKey } = certificate;
  return Object.freeze({
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    notBefore: dayAndTime(certificate.validFrom),
    notAfter: dayAndTime(certificate.validTo),
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(publicKey),
    publicKey: createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("hex"),
  });
});

const begin = "-----BEGIN CERTIFICATE-----";
const end = "-----END CERTIFICATE-----";
// Bundles of public authorities have some hundred and fifty.
const blocksAtMost = 1000;

function blocksOf(text: string): readonly string[] {
  const blocks: string[] = [];
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
    const last = text.indexOf(end, at);
    if (last < 0) return blocks;
    if (blocks.length === blocksAtMost) throw new Error(`holds more than ${blocksAtMost} certificates`);
    blocks.push(text.slice(at, last + end.length));
    at = last + end.length;
  }
  return blocks;
}

/**
 * The certificates of a PEM file, in order: of a chain the first is its owner's. None where it holds none.
 * @throws Error where one cannot be read, or there are too many.
 */
export const parseCertificates = (text: string): readonly Certificate[] =>
  blocksOf(text).map((pem) => readCertificate(pem));

import { createHash, X509Certificate } from "node:crypto";
import type { Certificate } from "../../evidence/certificates.ts";

const inOneLine = (name: string): string => name.split("\n").join(", ");

function readCertificate(pem: string): Certificate {
  const certificate = new X509Certificate(pem);
  return {
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    publicKey: createHash("sha256")
      .update(certificate.publicKey.export({ type: "spki", format: "der" }))
      .digest("hex"),
  };
}

/**
 * The certificates of a PEM file, in order: of a chain the first is its owner's. None where it holds none.
 * @throws Error where one cannot be read.
 */
export const parseCertificates = (text: string): readonly Certificate[] =>
  (text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map(readCertificate);

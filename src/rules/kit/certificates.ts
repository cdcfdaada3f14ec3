import type { Certificate } from "../../evidence/certificates.ts";
import type { FactValue } from "../../evidence/node.ts";
import { type Observed, type Source, unknown } from "../../evidence/observed.ts";
import { notAFinding, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { unseenVerdict } from "../define-rule.ts";

/** What is known of certificate files, by host path. */
export type Certificates = Observed<FactValue<"certificates">>;

type Found = FactValue<"certificates">[string];

/** The certificates of a file; of one that nobody read unknown, never none. */
export function certificatesAt(certificates: Certificates, path: string): Found {
  if (certificates.state === "unknown") return certificates;
  const found =
    certificates.state === "present" && Object.hasOwn(certificates.value, path) ? certificates.value[path] : undefined;
  return found ?? unknown("not-collected", "nobody read this certificate", { ...certificates.source, file: path });
}

/** When the node was read, ISO 8601; undefined where that is not known. */
export const timeOf = (at: Observed<string>): string | undefined =>
  at.state === "present" && !Number.isNaN(Date.parse(at.value)) ? at.value : undefined;

/** A time by its day: nodes that joined together differ by seconds. */
export const dayOf = (time: string): string => time.replace(/T.*$/, "");

/** Subject, issuer and expiry of every certificate in a file, as evidence; nothing where it was not read. */
export function showCertificates(certificates: Certificates, path: string): readonly Seen[] {
  const found = certificatesAt(certificates, path);
  if (found.state !== "present") return [];
  return found.value.map((one) => showCertificate(one, path, found.source));
}

/** Subject, issuer and expiry of one certificate, as evidence. */
export const showCertificate = (
  { subject, issuer, notAfter, selfSigned }: Certificate,
  path: string,
  source: Source,
): Seen => ({
  what: `certificate in ${path}`,
  value: `subject ${subject}; issuer ${issuer}${selfSigned ? " (self-signed)" : ""}; not after ${dayOf(notAfter)}`,
  source: { ...source, file: path },
  isOwn: true,
});

/** That a file holds a certificate, and one that was not expired at a time (ISO 8601), where one is given. */
export function judgeCertificates(certificates: Certificates, path: string, at?: Observed<string>): Verdict {
  const found = certificatesAt(certificates, path);
  if (found.state === "unknown") return unseenVerdict(found);
  const [first] = found.state === "present" ? found.value : [];
  if (first === undefined) return open(`${path} holds no certificate.`);
  if (at === undefined) return notAFinding(`${path} holds a certificate.`);
  if (at.state !== "present")
    return unseenVerdict(unknown("not-collected", "when the node was read is not known", at.source));
  // Both as toISOString writes them: the order of the texts is that of the times.
  return first.notAfter < at.value
    ? open(`The certificate in ${path} expired on ${dayOf(first.notAfter)}.`)
    : notAFinding(`The certificate in ${path} is not expired.`);
}

import type { Certificate } from "../../../evidence/certificates.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type Certificates, certificatesAt, showCertificates } from "../certificates.ts";

/** The file of certificate authorities, by host path, and what it is for: "etcd's CA". */
export type CaFile = { readonly what: string; readonly path: string };

const someIs = (
  of: readonly Certificate[],
  others: readonly Certificate[],
  same: (a: Certificate, b: Certificate) => boolean,
): boolean => of.some((a) => others.some((b) => same(a, b)));

const haveKeys = (all: readonly Certificate[]): boolean => all.every(({ publicKey }) => publicKey !== undefined);

/** Certificates that are known and issued by one of a file's authorities: who can come in with them. */
export function issuedBy(ca: CaFile, certificates: Certificates): readonly Seen[] {
  const found = certificatesAt(certificates, ca.path);
  if (found.state !== "present" || certificates.state !== "present") return [];
  const subjects = new Set(found.value.map(({ subject }) => subject));
  return Object.entries(certificates.value).flatMap(([path, known]) => {
    const isIssued = known.state === "present" && known.value.some(({ issuer }) => subjects.has(issuer));
    return isIssued ? showCertificates(certificates, path) : [];
  });
}

/** Whether two files of certificate authorities have none in common: by their keys, or where those are not known their names. */
export function judgeSharedCa(one: CaFile, other: CaFile, certificates: Certificates): Verdict {
  if (one.path === other.path) return open(`${one.what} is ${other.what}: both are ${one.path}.`);
  const [a, b] = [certificatesAt(certificates, one.path), certificatesAt(certificates, other.path)];
  if (a.state === "unknown") return unseenVerdict(a);
  if (b.state === "unknown") return unseenVerdict(b);
  const [of, others] = [a.state === "present" ? a.value : [], b.state === "present" ? b.value : []];
  const seen = [...showCertificates(certificates, one.path), ...showCertificates(certificates, other.path)];
  if (of.length === 0 || others.length === 0) {
    return notReviewed(`${of.length === 0 ? one.path : other.path} holds no certificate.`, seen);
  }
  if (someIs(of, others, (x, y) => x.publicKey !== undefined && x.publicKey === y.publicKey)) {
    return open(`${one.what} (${one.path}) and ${other.what} (${other.path}) share a key.`, seen);
  }
  const isKnown = haveKeys([...of, ...others]) || !someIs(of, others, (x, y) => x.subject === y.subject);
  return isKnown
    ? notAFinding(`${one.what} (${one.path}) is not ${other.what} (${other.path}).`, seen)
    : notReviewed(`${one.path} and ${other.path} hold certificates of one name, whose keys are not known.`, seen);
}

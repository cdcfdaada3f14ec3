import type { Certificate } from "../../../../evidence/certificates.ts";
import { notAFinding, notReviewed, open, type Verdict, worst } from "../../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../../define-rule.ts";
import { type Certificates, certificatesAt, dayOf, showCertificates, timeOf } from "../../certificates.ts";
import { isVerdict, namedFiles, namingFacts } from "../../files/named-certificates.ts";

/** How long a certificate must still be valid. */
export const daysLeft = 30;

/** The verdict on one that is valid for less: a finding, or where somebody renews it by itself a person's. */
export type Soon = typeof open;

// All as toISOString writes them: the order of the texts is that of the times.
const later = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * 24 * 60 * 60 * 1000).toISOString();

/** What is wrong with the dates of a certificate at a time; undefined: nothing. */
export function judgeDates(
  path: string,
  { notBefore, notAfter }: Certificate,
  at: string,
  soon: Soon = open,
): Verdict | undefined {
  if (notAfter < at) return open(`A certificate in ${path} expired on ${dayOf(notAfter)}.`);
  if (notBefore !== undefined && notBefore > at) {
    return open(`A certificate in ${path} is not valid before ${dayOf(notBefore)}.`);
  }
  if (notAfter < later(at, daysLeft)) {
    return soon(`A certificate in ${path} is valid until ${dayOf(notAfter)}, less than ${daysLeft} days.`);
  }
  return notBefore === undefined ? notReviewed("Since when certificates are valid was not recorded.") : undefined;
}

/** All certificates of a file: of a chain or a bundle each one counts. */
function judgeFile(certificates: Certificates, path: string, at: string): readonly Verdict[] {
  const found = certificatesAt(certificates, path);
  if (found.state === "unknown") return [unseenVerdict(found)];
  const held = found.state === "present" ? found.value : [];
  if (held.length === 0) return [notReviewed(`${path}, which a component names, holds no certificate.`)];
  return held.flatMap((one) => judgeDates(path, one, at) ?? []);
}

/** Every certificate that components name, and every other that was read for them, is valid for so long. */
export const certificatesAreValid: Condition = condition(
  ["certificates", "node.collected-at"] as const,
  (facts) => {
    const { certificates } = facts;
    const at = timeOf(facts["node.collected-at"]);
    if (at === undefined) return notReviewed("When the node was read is not known.");
    const named = namedFiles(facts).filter((one) => isVerdict(one) || one.kind === "certificate");
    const unseen = named.filter(isVerdict);
    const paths = named.flatMap((one) => (isVerdict(one) ? [] : [one.path]));
    const read = certificates.state === "present" ? Object.keys(certificates.value) : [];
    const files = [...new Set([...paths, ...read])].sort();
    const problems = files.flatMap((path) => judgeFile(certificates, path, at));
    const fine =
      files.length === 0
        ? notReviewed("No component names a certificate here.")
        : notAFinding(`All certificates that components name are valid for ${daysLeft} days or more.`);
    const verdict = worst([...problems, ...unseen, fine]);
    return { ...verdict, seen: [...verdict.seen, ...files.flatMap((path) => showCertificates(certificates, path))] };
  },
  namingFacts,
);

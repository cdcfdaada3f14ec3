import type { Finding } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import { countOf } from "./count-of.ts";
import { firstOf } from "./first-of.ts";
import { inReadingOrder } from "./reading-order.ts";
import { visible } from "./visible-text.ts";

/** The line names this many. */
const mostNamed = 6;

/**
 * `The status of 2 rules is people's word, not what was seen: V-242410, V-274883.` Counts say nothing of that by themselves;
 * undefined where every status is the evidence's.
 */
export function peoplesWordLine(findings: readonly Finding[]): string | undefined {
  const own = inReadingOrder(findings.filter((finding) => finding.status !== evidenceStatus(finding)));
  if (own.length === 0) return undefined;
  const names = firstOf(
    own.map(({ id }) => visible(id)),
    mostNamed,
  );
  return `The status of ${countOf(own.length, "rule")} is people's word, not what was seen: ${names}.`;
}

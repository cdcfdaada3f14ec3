import type { Finding } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
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
  const names = own.slice(0, mostNamed).map(({ id }) => visible(id));
  const more = own.length > mostNamed ? ` and ${own.length - mostNamed} more` : "";
  const of = own.length === 1 ? "1 rule" : `${own.length} rules`;
  return `The status of ${of} is people's word, not what was seen: ${names.join(", ")}${more}.`;
}

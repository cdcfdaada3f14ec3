import { createHash } from "node:crypto";
import type { Result } from "sarif";
import type { Finding } from "../../findings/assessment.ts";
import type { Outcome } from "../outcomes.ts";

/**
 * Tells a result from others and knows it again in the next run: by rule, reason and evidence, without names of targets,
 * so that one more node of the same kind is no new result. GitHub reads `primaryLocationLineHash` and no other; results
 * that say the same are numbered, as its own tools do.
 */
export function withFingerprints(
  results: readonly Result[],
  outcomes: readonly Outcome[],
  { cluster, finding }: { readonly cluster: string; readonly finding: Finding },
): readonly Result[] {
  const digests = outcomes.map((outcome) => digestOf([cluster, finding.benchmark, finding.id, ...evidenceOf(outcome)]));
  return results.map((result, index) => {
    const number = digests.slice(0, index).filter((digest) => digest === digests[index]).length + 1;
    return { ...result, partialFingerprints: { primaryLocationLineHash: `${digests[index]}:${number}` } };
  });
}

/** Of certificates every target's are in a group: those of the first host stand for them. */
function evidenceOf({ status, group }: Outcome): readonly string[] {
  if (group === undefined) return [status];
  const { reason, seen } = group.literal;
  const ofFirst = seen.filter(({ source }) => source.host === seen[0]?.source.host);
  return [status, reason, ...ofFirst.flatMap(({ what, value }) => [what, value])];
}

const digestOf = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

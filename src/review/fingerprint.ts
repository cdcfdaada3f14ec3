import { createHash } from "node:crypto";
import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import type { Verdict } from "../findings/verdict.ts";

/** 64 bits: findings are not made to collide, and a person copies it. */
const digits = 16;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

/** What a verdict says, wherever it was seen: host, process and time are no part of it, nor is what each target has of its own. */
const said = ({ status, reason, seen }: Verdict): string =>
  JSON.stringify([
    status,
    reason,
    distinct(
      seen.map(({ what, value, unseen, isOwn, source: { file, line } }) =>
        // The message of a failure may hold an address or a time.
        JSON.stringify([what, isOwn ? "" : (unseen ?? value), file ?? "", line ?? 0]),
      ),
    ),
  ]);

const decidingGroups = (finding: Finding): readonly FindingGroup[] =>
  finding.groups.filter(({ literal, beyondText }) => !beyondText && literal.status === evidenceStatus(finding));

/**
 * A digest of what is open by the check text, or of what is to be judged where nothing is; undefined for a finding that is
 * neither. Targets that come and go with the same evidence do not change it. In groups of four, so that YAML never takes
 * it for a number.
 */
export function fingerprintOf(finding: Finding): string | undefined {
  const status = evidenceStatus(finding);
  if (status !== "open" && status !== "not_reviewed") return undefined;
  const states = distinct(decidingGroups(finding).map(({ literal }) => said(literal)));
  const digest = createHash("sha256")
    .update(JSON.stringify([finding.id, status, states]))
    .digest("hex");
  return digest.slice(0, digits).replace(/(.{4})(?=.)/g, "$1-");
}

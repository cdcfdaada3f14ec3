import type { Assessment, Finding } from "../findings/assessment.ts";
import { dayOf, hasExpired } from "./day.ts";

/** The rules that ask for each list which may expire. */
export const rulesOfLists = {
  ppsm: ["V-242410", "V-242411", "V-242412", "V-242413"],
  secretAccess: ["V-274884"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const listNames = {
  ppsm: "the approved list of ports",
  secretAccess: "the approved access to Secrets",
} as const;

/** What has expired, and of which rules of the run it would have counted. */
export type Expired = { readonly what: string; readonly expires: string; readonly rules: readonly string[] };

/** Waivers and attestations that would count, had they not expired. */
const ofFinding = ({ id, review }: Finding): readonly Expired[] => [
  ...(review?.waivers ?? []).flatMap(({ expired, expires, scope }) =>
    expired ? [{ what: `the waiver of ${id} for ${scope}`, expires, rules: [id] }] : [],
  ),
  ...(review?.attestation?.expired
    ? [{ what: `the attestation of ${id}`, expires: review.attestation.expires, rules: [id] }]
    : []),
];

/** A list that has expired, where a rule of the run waits for one. */
function ofLists({ decisions, findings, collected }: Assessment): readonly Expired[] {
  const waiting = (id: string): boolean =>
    findings.some((finding) => finding.id === id && finding.status === "not_reviewed");
  return (["ppsm", "secretAccess"] as const).flatMap((name) => {
    const expires = decisions?.[name]?.expires;
    const rules = rulesOfLists[name].filter(waiting);
    if (expires === undefined || rules.length === 0 || !hasExpired(expires, dayOf(collected))) return [];
    return [{ what: listNames[name], expires, rules }];
  });
}

function ofProvider({ decisions, findings, collected }: Assessment): readonly Expired[] {
  const expires = decisions?.providerAttestation?.expires;
  const rules = findings.flatMap(({ id, status, responsibility }) =>
    status === "not_reviewed" && responsibility?.inherited && responsibility.attestation ? [id] : [],
  );
  if (expires === undefined || rules.length === 0 || !hasExpired(expires, dayOf(collected))) return [];
  return [{ what: "the provider's attestation", expires, rules }];
}

/** Decisions of the site that had expired by the end of the run, and that rules of the run would go by. */
export const expiredDecisions = (assessment: Assessment): readonly Expired[] => [
  ...assessment.findings.flatMap(ofFinding),
  ...ofLists(assessment),
  ...ofProvider(assessment),
];

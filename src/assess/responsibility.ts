import type { Profile, Responsibility } from "../benchmark/responsibility/profile.ts";
import type { AttestedRule, ProviderAttestation, SiteDecisions } from "../evidence/site.ts";
import type { Assessment, Finding, FindingGroup } from "../findings/assessment.ts";
import type { Verdict } from "../findings/verdict.ts";
import { describeList, whyInvalid } from "../rules/kit/approval-document.ts";

/** Who answers for the rules, and what a provider said in writing of its own. */
type Answering = {
  readonly profile: Profile;
  readonly attestation?: ProviderAttestation;
  /** When the evidence was collected, ISO 8601: what had expired by then attests nothing. */
  readonly today: string;
};

/** The same of a run. */
export const answeringBy = (
  profile: Profile,
  { site, collected }: { readonly site: SiteDecisions; readonly collected: { readonly to: string } },
): Answering => ({
  profile,
  today: collected.to,
  ...(site.providerAttestation && { attestation: site.providerAttestation }),
});

/** What an assessment says of a profile. */
export const describeProfile = ({ name, title, provider, source }: Profile): NonNullable<Assessment["profile"]> => ({
  name,
  title,
  provider,
  source,
});

type Shown = NonNullable<Finding["responsibility"]>;

const isUnseen = ({ status, effectiveStatus }: Finding): boolean =>
  status === "not_reviewed" && effectiveStatus !== "open";

/** Why a provider's word does not count for a rule; undefined where it does. */
function whyNotCounted(
  finding: Finding,
  { who }: Responsibility,
  { attestation, today }: Answering,
): string | undefined {
  if (who !== "provider") return "the rule is not the provider's";
  if (!isUnseen(finding)) return "the rule was judged by what was seen";
  return attestation === undefined ? undefined : whyInvalid(attestation, today);
}

/** The finding as the provider attests it, with its word as one more target. */
function attested(finding: Finding, { status, statement }: AttestedRule, { profile, attestation = noList }: Answering) {
  const reason = `Attested by the provider: ${statement} (${describeList(attestation)}).`;
  const verdict: Verdict = { status, reason, seen: [] };
  const group: FindingGroup = { targets: [profile.provider], literal: verdict, effective: verdict, beyondText: false };
  return { ...finding, status, effectiveStatus: status, summary: reason, groups: [group, ...finding.groups] };
}

const noList: ProviderAttestation = { rules: {} };

const inherited = (finding: Finding, { provider }: Profile): Finding =>
  finding.summary.startsWith("Inherited from the provider")
    ? finding
    : { ...finding, summary: `Inherited from the provider (${provider}), and not seen: ${finding.summary}` };

/**
 * A finding with who answers for it. That never changes what was seen: a rule of the provider's that could be judged is
 * judged as ever, one that could not is Not Reviewed as inherited, and only a valid attestation says more of it.
 */
export function withResponsibility(finding: Finding, answering: Answering): Finding {
  const { profile, attestation } = answering;
  const responsibility: Responsibility | undefined = profile.rules[finding.id];
  if (responsibility === undefined) return finding;
  const isInherited = responsibility.who === "provider" && isUnseen(finding);
  const shown: Shown = { profile: profile.title, inherited: isInherited, ...responsibility };
  const word = attestation?.rules[finding.id];
  if (word === undefined) {
    return { ...(isInherited ? inherited(finding, profile) : finding), responsibility: shown };
  }
  const why = whyNotCounted(finding, responsibility, answering);
  const said = { statement: word.statement, counts: why === undefined, ...(why !== undefined && { why }) };
  const judged = why === undefined ? attested(finding, word, answering) : finding;
  return { ...judged, responsibility: { ...shown, attestation: said } };
}

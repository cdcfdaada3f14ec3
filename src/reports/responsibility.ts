import type { Assessment, Finding } from "../findings/assessment.ts";
import { statusesLine } from "./counts.ts";
import { visible } from "./visible-text.ts";

type Shown = NonNullable<Finding["responsibility"]>;

/** Who may answer for a rule, the owner's own first. */
export const parties = ["cluster-admin", "workload-owner", "provider"] as const satisfies readonly Shown["who"][];

/** Who answers, as reports say it. */
export const partyWords: Readonly<Record<Shown["who"], string>> = {
  "cluster-admin": "cluster admin",
  "workload-owner": "workload owner",
  provider: "provider",
};

const yesOrNo = (value: boolean): string => (value ? "yes, until the setting is changed" : "no");

type Pairs = readonly (readonly [what: string, said: string])[];

/** Who answers for a finding and what changes it, as pairs of words; none where no profile says so. */
export function answeredBy(finding: Finding): Pairs {
  if (finding.responsibility === undefined) return [];
  const { who, inherited } = finding.responsibility;
  return [["Responsible", `${partyWords[who]}${inherited ? ", inherited" : ""}`], ...settledBy(finding)];
}

/** The same of some nodes: whether it is inherited depends on others, and an attestation on whether it speaks for these. */
export const answeredByOfNodes = (finding: Finding, attested: boolean): Pairs =>
  finding.responsibility === undefined
    ? []
    : [
        ["Responsible", partyWords[finding.responsibility.who]],
        ...settledBy(finding).filter(([what]) => attested || what !== attestationWord),
      ];

const attestationWord = "Attestation";

/** What changes it, and what was attested: the same without who answers for it. */
export function settledBy({ responsibility }: Finding): Pairs {
  if (responsibility === undefined) return [];
  const { secureByDefault, setting, via, note, attestation } = responsibility;
  const word = attestation && (attestation.counts ? attestation.statement : `does not count: ${attestation.why}`);
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["Secure by default", secureByDefault === undefined ? undefined : yesOrNo(secureByDefault)],
    ["Changed by", setting ?? via],
    ["Note", note],
    [attestationWord, word],
  ];
  return pairs.flatMap(([what, said]) => (said === undefined ? [] : [[what, said] as const]));
}

/** `Gardener shoot: cluster admin 3 Open, 14 Not Reviewed; provider 66 Not Reviewed`; undefined without a profile. */
export function responsibilityLine({ profile, findings }: Assessment): string | undefined {
  if (profile === undefined) return undefined;
  const each = parties.flatMap((party) => {
    const own = findings.filter(({ responsibility }) => responsibility?.who === party);
    return own.length === 0 ? [] : [`${partyWords[party]} ${statusesLine(own)}`];
  });
  return visible(`${profile.title}: ${each.join("; ")}`);
}

import type { Attestation, Waiver } from "../../evidence/waivers.ts";
import { type CheckInput, type Complaint, nameOfAttestation, nameOfWaiver } from "./complaint.ts";
import { overlap } from "./overlap.ts";
import { findingOf, waiverOn } from "./said-of-run.ts";

/** Waivers of one rule that mean some of the same and call it different things. */
const ofWaivers = (waivers: readonly Waiver[], shared: (a: Waiver, b: Waiver) => boolean): readonly Complaint[] =>
  waivers.flatMap((later, index) => {
    const earlier = waivers
      .slice(0, index)
      .find(
        (one) =>
          one.rule === later.rule &&
          one.status !== later.status &&
          (overlap(one.scope, later.scope) || shared(one, later)),
      );
    if (earlier === undefined) return [];
    const sentence =
      `${nameOfWaiver(later)} calls it ${later.status}, that of line ${earlier.line} calls some of the same ` +
      `${earlier.status}, and the worse counts: keep one, or narrow its scope`;
    return [{ kind: "contradictory" as const, line: later.line, sentence }];
  });

/** Whether two waivers cover some of the same in the run. */
const sharedIn =
  ({ run }: CheckInput) =>
  (a: Waiver, b: Waiver): boolean => {
    const finding = run && findingOf(run, a.rule);
    if (run === undefined || finding === undefined) return false;
    const covers = waiverOn(run, finding, b)?.covers ?? [];
    return waiverOn(run, finding, a)?.covers.some((name) => covers.includes(name)) ?? false;
  };

const words = { open: "Open", not_a_finding: "Not a Finding" } as const;

/** An attestation against what the run shows, or beside the provider's. */
function ofAttestation(attestation: Attestation, { site, run }: CheckInput): readonly Complaint[] {
  const { rule, status, line } = attestation;
  const complaint = (sentence: string): Complaint => ({ kind: "contradictory", line, sentence });
  const name = nameOfAttestation(attestation);
  const seen = run && findingOf(run, rule)?.status;
  const isAgainst = (seen === "open" && status !== "open") || (seen === "not_a_finding" && status === "open");
  return [
    ...(site.providerAttestation?.rules[rule] === undefined
      ? []
      : [complaint(`${name} is the provider's too, in providerAttestation: keep the one of whoever answers for it`)]),
    ...(isAgainst
      ? [complaint(`${name} says ${status}, the run shows ${words[seen]}: what was seen counts; remove it`)]
      : []),
  ];
}

/** A waiver that was approved for another finding than the run's. */
function ofFingerprint(waiver: Waiver, { run }: CheckInput): readonly Complaint[] {
  const finding = run && findingOf(run, waiver.rule);
  if (run === undefined || finding === undefined || waiver.fingerprint === undefined) return [];
  const covers = waiverOn(run, finding, waiver)?.covers ?? [];
  if (covers.length === 0 || waiver.fingerprint === finding.fingerprint) return [];
  const sentence =
    `${nameOfWaiver(waiver)} was approved for another finding, ${waiver.fingerprint}; the run's is ` +
    `${finding.fingerprint ?? "none"}: look at it again`;
  return [{ kind: "contradictory", line: waiver.line, sentence }];
}

/** Entries that cannot both be meant, or not with what the run shows. */
export function contradictions(input: CheckInput): readonly Complaint[] {
  const { waivers = [], attestations = [] } = input.site;
  return [
    ...ofWaivers(waivers, sharedIn(input)),
    ...waivers.flatMap((waiver) => ofFingerprint(waiver, input)),
    ...attestations.flatMap((one) => ofAttestation(one, input)),
  ];
}

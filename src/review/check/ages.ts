import type { Attestation } from "../../evidence/waivers.ts";
import { hasExpired } from "../day.ts";
import { type CheckInput, type Complaint, nameOfAttestation, nameOfWaiver } from "./complaint.ts";

/** Days before its end on which an entry is told of. */
const soon = 30;
const millisecondsADay = 86_400_000;

const daysLeft = (expires: string, today: string): number =>
  Math.round((Date.parse(expires) - Date.parse(today)) / millisecondsADay);

type Ending = { readonly what: string; readonly expires?: string | undefined; readonly line?: number };

function complaintOf({ what, expires, line }: Ending, today: string): readonly Complaint[] {
  if (expires === undefined) return [];
  const at = line === undefined ? {} : { line };
  if (hasExpired(expires, today)) {
    return [
      { kind: "expired", ...at, sentence: `${what} held until ${expires}: have it approved again, or remove it` },
    ];
  }
  const left = daysLeft(expires, today);
  if (left > soon) return [];
  const days = left === 0 ? "today" : `in ${left} ${left === 1 ? "day" : "days"}`;
  return [{ kind: "hint", ...at, sentence: `${what} ends ${days}, on ${expires}` }];
}

/** Whether another attestation of the rule takes over where this one ends. */
const isFollowed = (all: readonly Attestation[], { rule, date }: Attestation): boolean =>
  all.some((other) => other.rule === rule && other.date > date);

/** What has expired, or soon will. */
export function ages({ site, today }: CheckInput): readonly Complaint[] {
  const { waivers = [], attestations = [], ppsm, secretAccess, providerAttestation } = site;
  const endings: readonly Ending[] = [
    { what: "the approved list of ports (ppsm)", expires: ppsm?.expires },
    { what: "the approved access to Secrets (secretAccess)", expires: secretAccess?.expires },
    { what: "the provider's attestation (providerAttestation)", expires: providerAttestation?.expires },
    ...waivers.map((waiver) => ({ what: nameOfWaiver(waiver), ...waiver })),
    ...attestations
      .filter((one) => !isFollowed(attestations, one))
      .map((one) => ({ what: nameOfAttestation(one), ...one })),
  ];
  return endings.flatMap((ending) => complaintOf(ending, today));
}

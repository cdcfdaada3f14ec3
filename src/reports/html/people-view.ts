import type { Assessment, Finding } from "../../findings/assessment.ts";
import type { ReviewedAttestation, ReviewedWaiver } from "../../findings/review.ts";
import { countOf } from "../count-of.ts";
import { firstOf } from "../first-of.ts";
import { statusWords } from "../status-words.ts";
import { visible } from "../visible-text.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** A rule by its id, with its status: the partial `judged-rule` shows it. */
export type JudgedRule = { readonly id: string; readonly status: StatusView };

/** A finding by its id and status alone. */
export const judgedRule = ({ id, status }: Finding): JudgedRule => ({ id: visible(id), status: statusView(status) });

/** What a person of the site said of a finding, in one row. */
export type PersonsWord = {
  readonly rule: JudgedRule;
  readonly what: string;
  readonly who: string;
  readonly why: string;
  readonly until: string;
  /** What it covers, or why it does not hold. */
  readonly holds: string;
  readonly isVoid: boolean;
};

/** Waivers and attestations of the rules of a run. */
export type PeopleView = {
  readonly waivers: readonly PersonsWord[];
  readonly attestations: readonly PersonsWord[];
  /** How many waivers are of rules that the run did not judge; empty where none are. */
  readonly others: string;
};

/** A row names this many things that a waiver covers. */
const mostNamed = 6;

const as = (status: ReviewedWaiver["status"]): string => (status === "open" ? "" : `, as ${statusWords[status]}`);
const withTicket = (said: string, ...papers: readonly (string | undefined)[]): string => {
  const named = papers.filter((paper) => paper !== undefined);
  return visible(named.length === 0 ? said : `${said} (${named.join(", ")})`);
};

function holdsOf({ covers, counts, why }: ReviewedWaiver): string {
  if (!counts) return `Does not hold: ${why}.`;
  return `Covers ${firstOf(covers, mostNamed)}.${why === undefined ? "" : ` But ${why}.`}`;
}

const waiverRow = (finding: Finding, waiver: ReviewedWaiver): PersonsWord => ({
  rule: judgedRule(finding),
  what: visible(`${waiver.scope}${as(waiver.status)}`),
  who: visible(waiver.approver),
  why: withTicket(waiver.reason, waiver.ticket),
  until: visible(waiver.expires),
  holds: visible(holdsOf(waiver)),
  isVoid: !waiver.counts,
});

const attestationRow = (finding: Finding, said: ReviewedAttestation): PersonsWord => ({
  rule: judgedRule(finding),
  what: statusWords[said.status],
  who: visible(`${said.by}, ${said.date}`),
  why: withTicket(said.statement, said.document, said.ticket),
  until: visible(said.expires),
  holds: visible(said.counts ? "It decides the rule." : `Does not hold: ${said.why}.`),
  isVoid: !said.counts,
});

/** What people of the site said of the findings of a run. */
export function peopleView({ findings, decisions }: Assessment): PeopleView {
  const waivers = findings.flatMap((finding) =>
    (finding.review?.waivers ?? []).map((waiver) => waiverRow(finding, waiver)),
  );
  const attestations = findings.flatMap((finding) =>
    finding.review?.attestation === undefined ? [] : [attestationRow(finding, finding.review.attestation)],
  );
  const left = Math.max(0, (decisions?.waivers ?? 0) - waivers.length);
  return {
    waivers,
    attestations,
    others: left === 0 ? "" : `${countOf(left, "waiver")} of rules that were not judged.`,
  };
}

import type { Result, Suppression } from "sarif";
import type { Finding } from "../../findings/assessment.ts";
import type { ReviewedWaiver } from "../../findings/review.ts";
import { evidenceLine } from "../evidence-line.ts";
import { firstOf } from "../first-of.ts";
import { concludedStatus, type Outcome, outcomesOf } from "../outcomes.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { withFingerprints } from "./fingerprints.ts";
import { locationOf, type Places } from "./location.ts";
import { levels } from "./rules.ts";

/** Of one rule: so the results of all rules stay below the 5,000 of a run that GitHub keeps. */
const mostGroups = 50;

/** Names and pieces of evidence in one message, and its UTF-16 units. */
const most = { names: 20, seen: 10, message: 4000 };

/** The results of one finding: of what is open and of what was not reviewed, none of what passes or does not apply. */
export function resultsOf(finding: Finding, ruleIndex: number, places: Places): readonly Result[] {
  const outcomes = outcomesOf(finding, places.cluster, mostGroups).filter(({ status }) => isShown(status));
  const results = outcomes.map((outcome) => resultOf(outcome, { finding, ruleIndex, places }));
  return withFingerprints(results, outcomes, { cluster: places.cluster, finding });
}

const isShown = (status: Outcome["status"]): boolean => status === "open" || status === "not_reviewed";

type Context = { readonly finding: Finding; readonly ruleIndex: number; readonly places: Places };

function resultOf(outcome: Outcome, { finding, ruleIndex, places }: Context): Result {
  const isOpen = outcome.status === "open";
  return {
    ruleId: visible(finding.id),
    ruleIndex,
    kind: isOpen ? "fail" : "review",
    level: isOpen ? levels[finding.severity] : "none",
    message: { text: withoutLinks(shorten(messageOf(outcome, finding), most.message)) },
    locations: [locationOf(outcome, places)],
    // Where one result of a run has this list, all must have it.
    suppressions: outcome.waivers.map(suppressionOf),
    properties: { status: outcome.status, targets: outcome.targets.length },
  };
}

function messageOf({ status, targets, group, folded }: Outcome, finding: Finding): string {
  const reason = group?.literal.reason ?? finding.summary;
  const where =
    folded === undefined ? "On" : `${folded} further groups of targets, each with its evidence in assessment.json:`;
  const seen = group?.literal.seen ?? [];
  const more = seen.length > most.seen ? [`and ${seen.length - most.seen} more in assessment.json`] : [];
  return [
    `${statusWords[status]}. ${visible(reason)}`,
    ...(status === concludedStatus(finding) || group?.literal.status === status ? [] : [personsWord(finding)]),
    `${where} ${firstOf(targets.map(visible), most.names)}.`,
    ...seen.slice(0, most.seen).map((item) => `- ${evidenceLine(item)}`),
    ...more,
  ].join("\n");
}

/** The status is what somebody of the site said, not what was seen. */
const personsWord = ({ summary }: Finding): string => `A person's word: ${visible(summary)}`;

/** SARIF takes `[text](target)` in a message for a link; only its opening bracket needs a mark. */
const withoutLinks = (text: string): string => text.replaceAll("](", "]⟨U+0028⟩");

function suppressionOf({ reason, approver, ticket, expires }: ReviewedWaiver): Suppression {
  const parts = [
    visible(reason),
    `Approved by ${visible(approver)}`,
    ...(ticket === undefined ? [] : [`ticket ${visible(ticket)}`]),
    `until ${visible(expires)}`,
  ];
  return { kind: "external", status: "accepted", justification: shorten(parts.join("; "), most.message) };
}

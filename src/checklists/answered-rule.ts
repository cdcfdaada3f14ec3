import { severities } from "../benchmark/requirement.ts";
import type { Refusal } from "../brought-file/refusal.ts";
import type { Status } from "../findings/verdict.ts";
import { shown } from "../yaml-file/shown.ts";
import type { AnsweredRule } from "./checklist-file.ts";
import { plainId } from "./kubernetes-stig.ts";

/** A rule's fields as a file has them; "" where it has none. */
export type WrittenRule = Readonly<
  Record<
    | "vulnId"
    | "ruleId"
    | "stigId"
    | "checkText"
    | "status"
    | "details"
    | "comments"
    | "severity"
    | "newSeverity"
    | "justification",
    string
  >
>;

/** The ids of a rule in the field's letters. @throws what `refusal` makes of it where a rule has none. */
export function idsOf(
  written: Pick<WrittenRule, "vulnId" | "ruleId" | "stigId">,
  index: number,
  refusal: Refusal,
): Pick<WrittenRule, "vulnId" | "ruleId" | "stigId"> {
  const ids = {
    vulnId: plainId(written.vulnId).replace(/^v-(?=\d+$)/i, "V-"),
    ruleId: plainId(written.ruleId).replace(/^sv-(\d+)r(\d+)(?:_rule)?$/i, "SV-$1r$2_rule"),
    stigId: written.stigId.trim().replace(/^cntr-k8-(?=\d+$)/i, "CNTR-K8-"),
  };
  const named = Object.values(ids).filter((id) => id !== "");
  if (named.length === 0) {
    throw refusal(`the rule that stands as number ${index + 1} of the Kubernetes STIG has no id`);
  }
  const odd = named.find((id) => !/^[\w.-]{1,100}$/.test(id));
  if (odd !== undefined) throw refusal(`has a rule with an id that DISA would not give: ${shown(odd)}`);
  return ids;
}

/** What the fields say. */
export function answeredRule(written: WrittenRule): AnsweredRule {
  const { status: word, newSeverity, justification, ...rule } = written;
  const isKnown = wordOf(word) in statuses;
  return {
    ...rule,
    severity: rule.severity.trim(),
    status: statuses[wordOf(word)] ?? "not_reviewed",
    ...(!isKnown && word.trim() !== "" && { unknownStatus: word.trim() }),
    ...overrideOf(newSeverity, justification),
  };
}

/** `NotAFinding`, `Not a Finding` and `not_a_finding` are one word. */
const wordOf = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, "");

const statuses: Readonly<Record<string, Status>> = Object.assign(Object.create(null), {
  open: "open",
  notafinding: "not_a_finding",
  notapplicable: "not_applicable",
  notreviewed: "not_reviewed",
} satisfies Record<string, Status>);

function overrideOf(word: string, justification: string): Pick<AnsweredRule, "override" | "unknownOverride"> {
  const severity = severities.find((one) => one === word.trim().toLowerCase());
  if (severity !== undefined) return { override: { severity, justification } };
  const isThere = word.trim() !== "" || justification.trim() !== "";
  return isThere ? { unknownOverride: { severity: word.trim(), justification } } : {};
}

/** The line ends that XML has, in whatever way they came. */
export const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, "\n");

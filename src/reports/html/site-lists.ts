import type { DecisionsUsed } from "../../findings/assessment.ts";
import { countOf } from "../count-of.ts";
import { visible } from "../visible-text.ts";
import { type ListName, listWords } from "./decision-words.ts";

/** A list of the site's: by whom, from when until when, and what it does. */
export type ListView = {
  readonly name: string;
  readonly does: string;
  /** How to give it; null where it was given. */
  readonly missing: string | null;
  readonly document: string;
  readonly version: string;
  readonly approvedBy: string;
  readonly date: string;
  readonly expires: string;
  /** How much is in it, or why it approves nothing; empty where there is nothing to say. */
  readonly note: string;
  readonly isVoid: boolean;
};

type Document = {
  readonly document?: string;
  readonly version?: string;
  readonly approvedBy?: string;
  readonly date?: string;
  readonly expires?: string;
};

/** What the page shows of one list; `collectedTo`: when the evidence was collected. */
export function listView(name: ListName, decisions: DecisionsUsed | undefined, collectedTo: string): ListView {
  const { name: title, does } = listWords[name];
  const given = decisions?.[name];
  const words = { name: title, does };
  if (decisions === undefined || given === undefined) {
    return { ...words, ...shown({}), missing: `Not given: decisions.yaml, key ${name}.`, note: "", isVoid: false };
  }
  const why = whyVoid(name, decisions, collectedTo);
  const note = why ?? contents(name, decisions);
  return { ...words, ...shown(documentOf(name, decisions)), missing: null, note, isVoid: why !== undefined };
}

const shown = ({ document = "", version = "", approvedBy = "", date = "", expires = "" }: Document) => ({
  document: visible(document),
  version: visible(version),
  approvedBy: visible(approvedBy),
  date: visible(date),
  expires: visible(expires),
});

function documentOf(name: ListName, decisions: DecisionsUsed): Document {
  if (name !== "supportTable") return decisions[name] ?? {};
  const { source, asOf } = decisions.supportTable ?? {};
  return { ...(source !== undefined && { document: source }), ...(asOf !== undefined && { date: asOf }) };
}

/** What the rules say of such a list, too: an approval has a document, an approver and a date, and may expire. */
function whyVoid(name: ListName, decisions: DecisionsUsed, collectedTo: string): string | undefined {
  if (name === "systemPods" || name === "supportTable") return undefined;
  const list: Document = decisions[name] ?? {};
  const unnamed = approval.filter(([key]) => (list[key] ?? "").trim() === "").map(([, word]) => word);
  if (unnamed.length > 0) return `Approves nothing: it names no ${unnamed.join(", no ")}.`;
  if (list.expires === undefined) return undefined;
  const [expires, now] = [list.expires, collectedTo].map((time) => /^\d{4}-\d{2}-\d{2}/.exec(time)?.[0]);
  if (expires === undefined || now === undefined || now <= expires) return undefined;
  return `Approves nothing: it expired on ${expires}.`;
}

const approval = [
  ["document", "document"],
  ["approvedBy", "approver"],
  ["date", "date"],
] as const;

function contents(name: ListName, { systemPods, providerAttestation }: DecisionsUsed): string {
  if (name === "systemPods" && systemPods !== undefined) {
    return `${countOf(systemPods.patterns, "pattern")}, ${systemPods.complete ? "complete" : "not said to be complete"}.`;
  }
  if (name === "providerAttestation" && providerAttestation !== undefined) {
    return `${countOf(providerAttestation.rules, "rule")}.`;
  }
  return "";
}

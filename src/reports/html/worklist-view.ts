import type { Assessment } from "../../findings/assessment.ts";
import { countOf } from "../count-of.ts";
import { firstOf } from "../first-of.ts";
import type { Configurations } from "./configurations.ts";
import { namedRule } from "./named-rule.ts";
import type { Waiter } from "./waiting.ts";
import { apiEntries } from "./worklist-api.ts";
import type { WorklistEntry } from "./worklist-entry.ts";
import { lookEntries } from "./worklist-looks.ts";
import { nodeEntries } from "./worklist-nodes.ts";

type EntryView = WorklistEntry & {
  readonly waits: string;
  /** So many rules that they are folded. */
  readonly many: boolean;
};

type SectionView = {
  readonly id: string;
  readonly title: string;
  /** The rules have worksheets. */
  readonly hasWorksheets: boolean;
  readonly count: number;
  /** The causes in a few words, for the first screen. */
  readonly brief: string;
  readonly entries: readonly EntryView[];
};

/** All that is Not Reviewed, by cause. */
export type WorklistView = {
  readonly count: number;
  readonly headline: string;
  /** Null where there is something to do. */
  readonly nothing: string | null;
  readonly sections: readonly SectionView[];
};

/** What the page shows of Not Reviewed rules; a rule that waits for two things is in two sections. */
export function worklistView(
  assessment: Assessment,
  waiters: readonly Waiter[],
  configurations: Configurations,
): WorklistView {
  const sections = [
    section("nodes", "Nodes that were not read", nodeEntries(assessment, waiters, configurations)),
    section("api", "What the API server did not say", apiEntries(assessment.coverage.api, waiters)),
    section("looks", "Not seen on nodes that were read", lookEntries(waiters, configurations)),
    section(
      "no-nodes",
      "No such node was looked at",
      entryFor(waiters, "isWithoutNodes", addNodes),
      "add them to the inventory",
    ),
    section(
      "inherited",
      "Inherited from the provider",
      entryFor(waiters, "isInherited", attest),
      "ask for its attestation",
    ),
    section("person", "For a person to decide", entryFor(waiters, "isForPerson", decide), "each has a worksheet"),
  ].filter(({ entries }) => entries.length > 0);
  const count = waiters.length;
  return {
    count,
    headline: `${countOf(count, "rule")} ${count === 1 ? "is" : "are"} Not Reviewed`,
    nothing: sections.length === 0 ? "Nothing is left to review: every rule was judged on all that it asks for." : null,
    sections,
  };
}

const addNodes =
  "Add the nodes of that kind to the inventory. Where somebody else runs the control plane, say who by profile in the inventory, and ask for an attestation.";
const attest =
  "Ask the provider to attest these in writing, and give document, approver and date in decisions.yaml, key providerAttestation.";
const decide =
  "Each has a worksheet with the question and what was gathered. What the site approved goes into decisions.yaml, and the next run goes by it.";

const entryFor = (
  waiters: readonly Waiter[],
  what: "isWithoutNodes" | "isInherited" | "isForPerson",
  todo: string,
): readonly WorklistEntry[] => {
  const own = waiters.filter(({ waiting }) => waiting[what]);
  if (own.length === 0) return [];
  const rules = own.map(({ finding }) => namedRule(finding, finding.summary));
  return [{ name: null, code: "", messages: [], which: null, happened: null, todo, command: null, also: null, rules }];
};

/** Beyond this many rules a list of them is folded. */
const unfoldedRules = 12;

const section = (id: string, title: string, entries: readonly WorklistEntry[], todo?: string): SectionView => ({
  id: `worklist-${id}`,
  title,
  hasWorksheets: id === "person",
  brief: todo ?? briefOf(entries),
  count: new Set(entries.flatMap(({ rules }) => rules.map((rule) => rule.id))).size,
  entries: entries.map((entry) => ({
    ...entry,
    waits: waitsLine(entry.rules.length),
    many: id !== "person" && entry.rules.length > unfoldedRules,
  })),
});

/** The first screen names this many causes of a section. */
const mostNamed = 3;

const briefOf = (entries: readonly WorklistEntry[]): string =>
  firstOf(
    entries.flatMap(({ name }) => name ?? []),
    mostNamed,
  );

function waitsLine(count: number): string {
  if (count === 0) return "No rule is Not Reviewed for it.";
  return `${countOf(count, "rule")} ${count === 1 ? "waits" : "wait"} for it`;
}

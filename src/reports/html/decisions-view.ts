import type { Assessment, DecisionsUsed, Finding } from "../../findings/assessment.ts";
import { optionValue } from "../decisions-line.ts";
import { visible } from "../visible-text.ts";
import { listWords, optionWords } from "./decision-words.ts";
import { type JudgedRule, judgedRule, type PeopleView, peopleView } from "./people-view.ts";
import { type ListView, listView } from "./site-lists.ts";

type OptionView = {
  readonly name: string;
  readonly value: string;
  readonly usual: string;
  readonly does: string;
  readonly rules: readonly JudgedRule[];
};

/** An object that is no finding of a rule, and why. */
type ExceptionView = { readonly what: string; readonly why: string };

/** What the site decided, and what rests on it. */
export type DecisionsView = {
  /** The file and its SHA-256; null where the site gave none. */
  readonly file: { readonly name: string; readonly sha256: string } | null;
  readonly options: readonly OptionView[];
  readonly lists: readonly (ListView & { readonly rules: readonly JudgedRule[] })[];
  readonly people: PeopleView;
  readonly exceptions: readonly ExceptionView[];
};

/** What the page shows of the site's decisions; lists that were not given are named with the way to give them. */
export function decisionsView(assessment: Assessment): DecisionsView {
  const { decisions, profile, collected, findings } = assessment;
  const judged = new Map(findings.map((finding) => [finding.id, finding]));
  const rulesOf = (ids: readonly string[]): readonly JudgedRule[] =>
    ids.flatMap((id) => judged.get(id) ?? []).map(judgedRule);
  return {
    file: decisions === undefined ? null : { name: visible(decisions.file), sha256: visible(decisions.sha256) },
    options: decisions === undefined ? [] : optionViews(decisions, rulesOf),
    lists: listNames
      .filter((name) => name !== "providerAttestation" || profile !== undefined || decisions?.[name] !== undefined)
      .map((name) => ({
        ...listView(name, decisions, collected.to),
        rules: name === "providerAttestation" ? attested(findings) : rulesOf(listWords[name].rules),
      })),
    people: peopleView(assessment),
    exceptions: (decisions?.options.sensitiveExceptions ?? []).map(exceptionView),
  };
}

const optionNames = Object.keys(optionWords) as readonly (keyof typeof optionWords)[];
const listNames = Object.keys(listWords) as readonly (keyof typeof listWords)[];

const optionViews = (
  { options }: DecisionsUsed,
  rulesOf: (ids: readonly string[]) => readonly JudgedRule[],
): readonly OptionView[] =>
  optionNames.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    const { usual, does, rules } = optionWords[name];
    return [{ name, value: visible(optionValue(value)), usual, does, rules: rulesOf(rules) }];
  });

const attested = (findings: readonly Finding[]): readonly JudgedRule[] =>
  findings.filter(({ responsibility }) => responsibility?.attestation !== undefined).map(judgedRule);

type SensitiveException = NonNullable<DecisionsUsed["options"]["sensitiveExceptions"]>[number];

const exceptionView = ({ namespace, kind, name, justification }: SensitiveException): ExceptionView => ({
  what: visible(`${namespace}/${kind} ${name}`),
  why: visible(justification),
});

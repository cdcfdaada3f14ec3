import type { Assessment } from "../../findings/assessment.ts";
import { countOf } from "../count-of.ts";
import { parties, partyWords, settledBy } from "../responsibility.ts";
import { visible } from "../visible-text.ts";
import { type RowSection, rowSection } from "./row-sections.ts";

/** Rules by who answers for them. */
export type ResponsibilityView = {
  /** Whose profile says so, and by what. */
  readonly source: string;
  readonly sections: readonly RowSection[];
  /** How many rules the profile does not speak of; null where it has all. */
  readonly leftOut: string | null;
};

/** What the page shows by responsibility; null without a profile. */
export function responsibilityView({ profile, findings }: Assessment): ResponsibilityView | null {
  if (profile === undefined) return null;
  const left = findings.filter(({ responsibility }) => responsibility === undefined).length;
  return {
    source: visible(`Profile: ${profile.title}. Source: ${profile.source}. Provider: ${profile.provider}.`),
    sections: parties.flatMap((value) =>
      rowSection(
        { filter: "who", value, title: capitalised(partyWords[value]) },
        findings.filter(({ responsibility }) => responsibility?.who === value),
        settledBy,
      ),
    ),
    leftOut: left === 0 ? null : `Not in the profile: ${countOf(left, "rule")}.`,
  };
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

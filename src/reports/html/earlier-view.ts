import type { Finding } from "../../findings/assessment.ts";
import type { Carried } from "../../findings/review.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** What a person wrote of a rule in an earlier checklist. */
export type EarlierView = {
  readonly from: string;
  /** What they answered, and how severe they found it; null where they did not. */
  readonly answer: string | null;
  readonly override: string | null;
  readonly details: string | null;
  readonly comments: string | null;
  /** Why it has to be looked at again; null where not. */
  readonly again: string | null;
};

/** What people wrote of a rule, checklist by checklist. */
export const earlierView = ({ review }: Finding): readonly EarlierView[] => (review?.carried ?? []).map(viewOf);

const viewOf = ({ asset, file, status, override, details, comments, again }: Carried): EarlierView => ({
  from: visible(`${file}, on ${asset}`),
  answer: status === undefined ? null : statusWords[status],
  override: override === undefined ? null : visible(`${override.severity}: ${override.justification || "no reason"}`),
  details: details === undefined ? null : visibleProse(details),
  comments: comments === undefined ? null : visibleProse(comments),
  again: again === undefined ? null : visible(again),
});

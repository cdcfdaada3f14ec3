import type { AnsweredRule } from "../checklists/checklist-file.ts";
import type { Status } from "../findings/verdict.ts";
import { readDetails } from "../reports/checklist/evidence-block.ts";
import { statusWords } from "../reports/status-words.ts";

/** What people said of a rule in a checklist, apart from what plimsoll had written there. */
export type Answer = {
  /** Left out where the rule is not reviewed, or the status is the one that plimsoll gave it. */
  readonly status?: Status;
  readonly details?: string;
  readonly comments?: string;
  readonly override?: NonNullable<AnsweredRule["override"]>;
  /** What plimsoll had seen when it wrote the checklist. */
  readonly evidence?: string;
  /** Nobody has looked at that evidence yet. */
  readonly again: boolean;
  /** What was written in place of a status or of a severity, and is none. */
  readonly unknown?: string;
};

/** Reads the answer out of a checklist's rule. */
export function answerOf(rule: AnsweredRule): Answer {
  const { status, details, comments, override, unknownStatus, unknownOverride } = rule;
  const unknown = [unknownStatus, unknownOverride?.severity].filter((word) => word !== undefined);
  const { own, evidence, again } = readDetails(details);
  const isPersons = status !== "not_reviewed" && status !== statusIn(evidence ?? details);
  return {
    ...(isPersons && { status }),
    ...(own !== "" && { details: own }),
    ...(comments.trim() !== "" && { comments: comments.trim() }),
    ...(override && { override }),
    ...(evidence !== undefined && { evidence }),
    again,
    ...(unknown.length > 0 && { unknown: unknown.join(", ") }),
  };
}

/** Whether anybody said anything. */
export const isAnswered = ({ status, details, comments, override, unknown }: Answer): boolean =>
  [status, details, comments, override, unknown].some((part) => part !== undefined);

const statuses = Object.entries(statusWords) as readonly (readonly [Status, string])[];

/**
 * The status that plimsoll gave: its evidence begins with it, and what it expects comes next. It is looked for in changed
 * evidence too, for a status that stood there is no person's because somebody corrected the text below.
 */
function statusIn(text: string): Status | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (!lines.some((line) => line.startsWith("Expected: ") || line.startsWith("[plimsoll: "))) return undefined;
  return statuses.find(([, words]) => lines.some((line) => line.startsWith(`${words}. `)))?.[0];
}

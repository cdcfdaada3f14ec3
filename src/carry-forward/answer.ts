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
  /** The status is another program's, by what it wrote below: no person's, and left out. */
  readonly byTool?: true;
  /** What was written in place of a status or of a severity, and is none. */
  readonly unknown?: string;
};

/** Reads the answer out of a checklist's rule. */
export function answerOf(rule: AnsweredRule): Answer {
  const { status, details, comments, override, unknownStatus, unknownOverride } = rule;
  const unknown = [unknownStatus, unknownOverride?.severity].filter((word) => word !== undefined);
  const { own, evidence, again } = readDetails(details);
  const isNotOurs = status !== "not_reviewed" && status !== statusIn(evidence ?? details);
  const isTools = isNotOurs && toolsWords.test(details);
  return {
    ...(isNotOurs && !isTools && { status }),
    ...(isTools && { byTool: true as const }),
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

/**
 * How details begin that a program wrote with its own verdict: Heimdall's converters (of our own results too), Evaluate-STIG,
 * SCC and what STIG Viewer makes of a scanner's XCCDF.
 */
const toolsWords = /^\s*(?:(?:passed|failed|skipped|error) :: TEST |Evaluate-STIG \d|Tool: cpe:)/im;

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

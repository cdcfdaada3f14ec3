import { createHash } from "node:crypto";
import { longestDetails } from "./importable-text.ts";

/** Stands over evidence that a person's answer is older than; whoever has looked deletes it. */
const lookAgain = "[plimsoll: answered before what follows was seen; look again, then delete this line]";

/** UTF-16 units that plimsoll may write beside what a person wrote, its own lines around it left out; 0 for none. */
export const longestEvidence = (own: string): number => Math.max(0, longestDetails - own.length - aroundEvidence);
const aroundEvidence = 200;

const sealLine = (lines: readonly string[]): string =>
  `[plimsoll: the ${lines.length} ${lines.length === 1 ? "line" : "lines"} above, ${digestOf(lines)}]`;

const seal = /^\[plimsoll: the (\d{1,5}) lines? above, [0-9a-f]{16}\]$/;

/** Of lines as importers leave them: they take white space off the ends. */
const digestOf = (lines: readonly string[]): string =>
  createHash("sha256")
    .update(lines.map((line) => line.trimEnd()).join("\n"))
    .digest("hex")
    .slice(0, 16);

/** A checklist's finding details: what a person wrote, and what plimsoll saw. */
export type Details = {
  /** Empty where nobody wrote anything. */
  readonly own: string;
  /** Undefined where there is none, or somebody changed it. */
  readonly evidence?: string;
  /** The answer is older than the evidence, and nobody has looked since. */
  readonly again: boolean;
};

/**
 * The text of finding details. What plimsoll saw ends with a line that counts its lines and has their digest, so that
 * it is known again in a checklist that comes back, whatever people wrote around it; the same evidence is the same text.
 */
export function writeDetails({ own, evidence, again }: Details): string {
  const lines = evidence === undefined || evidence === "" ? [] : evidence.split("\n");
  const ours = lines.length === 0 ? [] : [...(again ? [lookAgain] : []), ...lines, sealLine(lines)];
  const parts = [own, ours.join("\n")].filter((part) => part !== "");
  return (isStatusForHeimdall.test(own) ? parts.reverse() : parts).join("\n\n");
}

/** Details that begin so, as Heimdall writes them into a CKL, are taken for the status in place of the rule's own. */
const isStatusForHeimdall = /^\s*(?:failed|passed|skipped|error) :: TEST /i;

/** Reads finding details: evidence that is not what plimsoll wrote is a person's text, like all else. */
export function readDetails(text: string): Details {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const end = lines.findLastIndex((line, index) => isSealed(lines, line, index));
  if (end === -1) return { own: text.trim(), again: false };
  const begin = end - countIn(lines[end]);
  const again = lines[begin - 1] === lookAgain;
  const before = lines.slice(0, again ? begin - 1 : begin);
  const own = [before, lines.slice(end + 1)].map((part) => part.join("\n").trim()).filter((part) => part !== "");
  return { own: own.join("\n\n"), evidence: lines.slice(begin, end).join("\n"), again };
}

const countIn = (line: string | undefined): number => Number(seal.exec(line ?? "")?.[1] ?? 0);

function isSealed(lines: readonly string[], line: string, index: number): boolean {
  const count = countIn(line);
  return count > 0 && count <= index && sealLine(lines.slice(index - count, index)) === line;
}

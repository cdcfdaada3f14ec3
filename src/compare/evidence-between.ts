import type { EvidenceChange, Line } from "../findings/finding-diff.ts";
import type { Seen } from "../findings/verdict.ts";
import { type Folded, folded } from "./folded.ts";
import type { Rows, Said } from "./said-of.ts";

/** So many lines that went, and as many that came, are told of one change; of the rest the number. */
const mostLines = 20;

type Told = Omit<EvidenceChange, "targets">;
type SaidOfTargets = ReadonlyMap<string, Said>;

/** What is seen otherwise than before of targets that both runs judged; nothing where all is as it was. */
export function evidenceBetween(was: SaidOfTargets, is: SaidOfTargets): readonly Folded<Told>[] {
  const told = toldOnce();
  return folded(is.keys(), (target) => {
    const [before, now] = [was.get(target), is.get(target)];
    return before === undefined || now === undefined ? undefined : told(before, now, target);
  });
}

/** Of thousands of targets in two groups the same is told: it is found once, unless they have something of their own. */
function toldOnce(): (before: Said, now: Said, target: string) => Told | undefined {
  const known = new Map<Said, Map<Said, Told | undefined>>();
  return (before, now, target) => {
    if (before.own.size > 0 || now.own.size > 0) return told(before, now, target);
    const ofBefore = known.get(before) ?? new Map<Said, Told | undefined>();
    known.set(before, ofBefore);
    if (!ofBefore.has(now)) ofBefore.set(now, told(before, now, target));
    return ofBefore.get(now);
  };
}

function told(before: Said, now: Said, target: string): Told | undefined {
  const went = missingIn(now, before, target);
  const came = missingIn(before, now, target);
  const reason = before.reasons[0] === now.reasons[0] ? {} : { reason: pair(before.reasons[0], now.reasons[0]) };
  const effectiveReason =
    before.reasons[1] === now.reasons[1] ? {} : { effectiveReason: pair(before.reasons[1], now.reasons[1]) };
  const counted = before.status !== undefined && now.status !== undefined;
  const notCounted = counted || before.literal === now.literal ? {} : { notCounted: pair(before.literal, now.literal) };
  const said = { ...reason, ...effectiveReason, ...notCounted };
  if (went.length === 0 && came.length === 0 && Object.keys(said).length === 0) return undefined;
  return { ...said, went: went.slice(0, mostLines), came: came.slice(0, mostLines), ...restOf(went, came) };
}

const pair = <T>(before: T, after: T) => ({ before, after });

function restOf(went: readonly Line[], came: readonly Line[]): Pick<Told, "leftOut"> {
  const beyond = (lines: readonly Line[]): number => Math.max(0, lines.length - mostLines);
  const leftOut = { went: beyond(went), came: beyond(came) };
  return leftOut.went + leftOut.came === 0 ? {} : { leftOut };
}

/** What one run shows of a target and the other does not. */
function missingIn(other: Said, { common, own }: Said, target: string): readonly Line[] {
  const theirs = other.own.get(target);
  const isThere = (key: string): boolean => other.common.has(key) || theirs?.has(key) === true;
  const lists: readonly (Rows | undefined)[] = [common, own.get(target)];
  return lists.flatMap((rows) => [...(rows ?? [])].filter(([key]) => !isThere(key)).map(([, row]) => lineOf(row)));
}

/** Without host and process, which may differ where nothing else does. */
const lineOf = ({ what, value, source: { file, line, argvIndex } }: Seen): Line => ({
  what,
  value,
  ...(file !== undefined && { file }),
  ...(line !== undefined && { line }),
  ...(argvIndex !== undefined && { argvIndex }),
});

import type { Finding, FindingGroup } from "../findings/assessment.ts";
import type { Change, History } from "../findings/history.ts";
import { statusByEvidence } from "../findings/review.ts";
import type { Status } from "../findings/verdict.ts";

type Moved = History["moved"][number];

/** What one target is said: its status, and all that a reader could see of it. */
type Said = { readonly status: Status; readonly words: string };

/** How a finding compares with what an earlier run concluded of the same requirement, by the evidence of both. */
export function changeOf(before: Finding, now: Finding): Pick<History, "change" | "moved"> {
  const [was, is] = [saidOf(before), saidOf(now)];
  const moved = movedBetween(was, is);
  return { change: ofStatus(statusByEvidence(before), statusByEvidence(now)) ?? ofTargets(was, is, moved), moved };
}

function ofStatus(before: Status, now: Status): Change | undefined {
  if (before === now) return undefined;
  if (now === "open") return "opened";
  if (now === "not_reviewed") return "unseen";
  if (before === "open") return "fixed";
  return before === "not_reviewed" ? "seen" : "other";
}

function ofTargets(was: ReadonlyMap<string, Said>, is: ReadonlyMap<string, Said>, moved: readonly Moved[]): Change {
  if (moved.length > 0) return "targets";
  return [...is].every(([target, { words }]) => was.get(target)?.words === words) ? "same" : "evidence";
}

const saidOf = ({ groups }: Finding): ReadonlyMap<string, Said> =>
  new Map(
    groups.flatMap((group) => {
      const said = { status: group.literal.status, words: wordsOf(group) };
      return group.targets.map((target) => [target, said] as const);
    }),
  );

/** Where it was seen is left out: another host stands for the group, or another process. */
const wordsOf = ({ literal, effective }: FindingGroup): string =>
  JSON.stringify(
    [literal, effective].map(({ status, reason, seen }) => [
      status,
      reason,
      seen.map(({ what, value, source: { file, line, argvIndex } }) => [what, value, file, line, argvIndex]),
    ]),
  );

/** Targets by the way they went, in the order of the newer run, then those that are gone. */
function movedBetween(was: ReadonlyMap<string, Said>, is: ReadonlyMap<string, Said>): readonly Moved[] {
  const ways = new Map<string, Moved & { readonly targets: string[] }>();
  for (const target of new Set([...is.keys(), ...was.keys()])) {
    const [from, to] = [was.get(target)?.status, is.get(target)?.status];
    if (from === to) continue;
    const way = `${from} ${to}`;
    const found = ways.get(way);
    if (found === undefined) ways.set(way, { ...(from && { from }), ...(to && { to }), targets: [target] });
    else found.targets.push(target);
  }
  return [...ways.values()];
}

import type { Finding } from "../findings/assessment.ts";
import { effectiveEvidenceStatus, evidenceStatus } from "../findings/evidence-status.ts";
import type { Change } from "../findings/history.ts";
import type { Status } from "../findings/verdict.ts";
import { evidenceBetween } from "./evidence-between.ts";
import { type Said, saidOf } from "./said-of.ts";

/** What both runs say of one requirement, target by target, and what that is for the finding. */
export type FindingChange = {
  readonly change: Change;
  /** By target: in the order of the newer run, then those that are gone. */
  readonly targets: readonly string[];
  readonly was: ReadonlyMap<string, Said>;
  readonly is: ReadonlyMap<string, Said>;
  readonly evidence: ReturnType<typeof evidenceBetween>;
};

/** How a finding compares with what an earlier run concluded of the same requirement, by what was seen. */
export function changeOf(before: Finding, now: Finding): FindingChange {
  const [was, is] = [saidOf(before), saidOf(now)];
  const compared = {
    targets: [...new Set([...is.keys(), ...was.keys()])],
    was,
    is,
    evidence: evidenceBetween(was, is),
  };
  const others = {
    effective: effectiveEvidenceStatus(before) !== effectiveEvidenceStatus(now),
    // Where no target says why.
    summary: compared.targets.length === 0 && before.summary !== now.summary,
  };
  const [from, to] = [evidenceStatus(before), evidenceStatus(now)];
  const change = from === to ? ofTargets(compared, to, others) : ofStatus(compared, from, to);
  return { ...compared, change };
}

type Compared = Omit<FindingChange, "change">;

function ofStatus({ was, is }: Compared, from: Status, to: Status): Change {
  if (to === "open") return "opened";
  if (to === "not_reviewed") return "unseen";
  if (from === "open") return allPass(was, is) ? "fixed" : "gone";
  return from === "not_reviewed" ? "seen" : "other";
}

/** Every target that was open was looked at again, and is not open: of one that nobody judged nothing is known. */
function allPass(was: Compared["was"], is: Compared["is"]): boolean {
  const open = [...was].filter(([, { status }]) => status === "open");
  const passes: readonly (Status | undefined)[] = ["not_a_finding", "not_applicable"];
  return open.length > 0 && open.every(([target]) => passes.includes(is.get(target)?.status));
}

/** Which of a finding's own words are others, where its status is the same. */
type Others = { readonly effective: boolean; readonly summary: boolean };

function ofTargets({ targets, was, is, evidence }: Compared, status: Status, others: Others): Change {
  const moved = targets.filter((target) => was.get(target)?.status !== is.get(target)?.status);
  if (status === "open" && moved.some((target) => is.get(target)?.status === "open")) return "further";
  if (moved.length > 0) return "targets";
  const otherwise = targets.some((target) => was.get(target)?.effective !== is.get(target)?.effective);
  if (others.effective || otherwise) return "effective";
  return evidence.length > 0 || others.summary ? "evidence" : "same";
}

import type { Source } from "../evidence/observed.ts";

/** The four words of a checklist, worst first: merging takes the first that occurs. */
export const statuses = ["open", "not_reviewed", "not_a_finding", "not_applicable"] as const;
export type Status = (typeof statuses)[number];

/** One thing that was looked at: what, what was seen there, where. */
export type Seen = {
  readonly what: string;
  readonly value: string;
  readonly source: Source;
  /** Every target has a value of its own (the subject of its certificate): it does not tell targets apart. */
  readonly isOwn?: true;
  /** Why it could not be seen, an `UnknownReason`; not there: it was. */
  readonly unseen?: string;
};

/** What a condition concludes, and what it saw to conclude it. */
export type Verdict = {
  readonly status: Status;
  /** One sentence, the same for every node in the same state: no times, process ids or host names in it. */
  readonly reason: string;
  readonly seen: readonly Seen[];
};

/** A rule's verdict on one node or cluster, in both readings. */
export type Judgement = { readonly literal: Verdict; readonly effective: Verdict };

export const open = (reason: string, seen: readonly Seen[] = []): Verdict => ({ status: "open", reason, seen });
export const notAFinding = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_a_finding",
  reason,
  seen,
});
export const notApplicable = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_applicable",
  reason,
  seen,
});
export const notReviewed = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_reviewed",
  reason,
  seen,
});

/** The worse of statuses: open, then not reviewed, then not a finding, then not applicable. */
export const worstStatus = (found: readonly Status[]): Status | undefined =>
  statuses.find((status) => found.includes(status));

/**
 * One verdict out of several on the same target: the worst status, the reasons that have it, everything that was seen.
 * @throws Error where there is nothing to merge: silence is never a pass.
 */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const status = worstStatus(verdicts.map((verdict) => verdict.status));
  if (status === undefined) throw new Error("no verdict to merge");
  const reasons = new Set(verdicts.filter((verdict) => verdict.status === status).map((verdict) => verdict.reason));
  const seen = new Map(verdicts.flatMap((verdict) => verdict.seen).map((item) => [JSON.stringify(item), item]));
  return { status, reason: [...reasons].join(" "), seen: [...seen.values()] };
}

import type { Source } from "../evidence/observed.ts";

/** The four words of a checklist, worst first: merging takes the first that occurs. */
export const statuses = ["open", "not_reviewed", "not_a_finding", "not_applicable"] as const;
/** What a condition, or a requirement over all its targets, concludes. */
export type Status = (typeof statuses)[number];

/** One thing that was looked at: what, what was seen there, where. */
export type Seen = {
  readonly what: string;
  readonly value: string;
  readonly source: Source;
  /**
   * Every target has a value of its own (the subject of its certificate), or it counts what was looked at: it tells
   * neither targets nor findings apart.
   */
  readonly isOwn?: true;
  /** Why it could not be seen, an `UnknownReason`; not there: it was. */
  readonly unseen?: string;
};

/** An object of Kubernetes, or a subject of RBAC (User, Group, ServiceAccount); without a namespace it is in none. */
export type NamedObject = { readonly namespace?: string; readonly kind: string; readonly name: string };

/** What a condition concludes, and what it saw to conclude it. */
export type Verdict = {
  readonly status: Status;
  /** One sentence, the same for every node in the same state: no times, process ids or host names in it. */
  readonly reason: string;
  readonly seen: readonly Seen[];
  /** Of an open one: every object that makes it so; left out where anything else does, or which it is cannot be told. */
  readonly objects?: readonly NamedObject[];
  /** Of an open one: something else was Not Reviewed, so that it is no pass where what is open is let be. */
  readonly alsoUnreviewed?: true;
  /** Of one not reviewed: what nobody has seen, as a clause, where no row says so. No person's word makes a pass of it. */
  readonly leftUnseen?: string;
};

/** A rule's verdict on one node or cluster, in both readings. */
export type Judgement = { readonly literal: Verdict; readonly effective: Verdict };

/** The requirement is not met; `seen` shows by what. */
export const open = (reason: string, seen: readonly Seen[] = []): Verdict => ({ status: "open", reason, seen });

/** The requirement is met, and all that could speak against it was seen. */
export const notAFinding = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_a_finding",
  reason,
  seen,
});

/** The requirement does not concern this target. */
export const notApplicable = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_applicable",
  reason,
  seen,
});

/** Nobody can conclude anything: `reason` says what was not seen, or what a person has to judge. */
export const notReviewed = (reason: string, seen: readonly Seen[] = []): Verdict => ({
  status: "not_reviewed",
  reason,
  seen,
});

/** The same of what nobody has seen, though no row can say so: `clause` is what a person is told who attests it. */
export const leftUnseen = (verdict: Verdict, clause: string): Verdict => ({ ...verdict, leftUnseen: clause });

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
  const seen = distinct(verdicts.flatMap((verdict) => verdict.seen));
  const left = verdicts.find(({ leftUnseen }) => leftUnseen !== undefined)?.leftUnseen;
  return {
    ...{ status, reason: [...reasons].join(" "), seen, ...openParts(status, verdicts) },
    ...(status === "not_reviewed" && left !== undefined && { leftUnseen: left }),
  };
}

/** Every item once: its place is the first's. */
function distinct(seen: readonly Seen[]): readonly Seen[] {
  // What is not the same in these words is not the same at all, which is quicker to tell.
  const words = new Set(seen.map(({ what, value }) => `${what}\n${value}`));
  return words.size === seen.length ? seen : [...new Map(seen.map((item) => [JSON.stringify(item), item])).values()];
}

/** What makes several verdicts open together: objects, where each says which, and whether something was not reviewed. */
function openParts(status: Status, verdicts: readonly Verdict[]): Pick<Verdict, "objects" | "alsoUnreviewed"> {
  if (status !== "open") return {};
  const deciding = verdicts.filter((verdict) => verdict.status === "open");
  const isKnown = deciding.every(({ objects }) => objects !== undefined);
  const isPartly = verdicts.some((verdict) => verdict.status === "not_reviewed" || verdict.alsoUnreviewed);
  return {
    ...(isKnown && { objects: distinctObjects(deciding.flatMap(({ objects = [] }) => objects)) }),
    ...(isPartly && { alsoUnreviewed: true }),
  };
}

/** Every object once, in the order of their names. */
export function distinctObjects(objects: readonly NamedObject[]): readonly NamedObject[] {
  const byName = new Map(
    objects.map((object) => [JSON.stringify([object.namespace ?? "", object.kind, object.name]), object]),
  );
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/**
 * Why something could not be seen. None of these is ever a pass: a reading that needs unseen evidence is Not Reviewed.
 */
export type UnknownReason =
  | "unreachable"
  | "refused"
  | "host-key-unknown"
  | "host-key-changed"
  | "auth-failed"
  | "sudo-refused"
  | "timed-out"
  | "truncated"
  | "permission-denied"
  | "withheld"
  | "unparseable"
  | "unsupported"
  | "interrupted"
  | "not-collected";

/** Where a value was seen: enough for an assessor to look again by hand. */
export type Source = {
  /** The inventory name of the host, or the API server's URL. */
  readonly host: string;
  /** What was asked: a reader request (`read /var/lib/kubelet/config.yaml`) or a GET path. */
  readonly request: string;
  readonly file?: string;
  /** Line in `file`, from 1. */
  readonly line?: number;
  /** Index in the process's argv, from 0. */
  readonly argvIndex?: number;
  readonly pid?: number;
};

/** We looked, and this is it. */
export type Present<T> = { readonly state: "present"; readonly value: T; readonly source: Source };
/** We looked, and it is not there: positive proof only, never a failed look. */
export type Absent = { readonly state: "absent"; readonly source: Source };
/** We could not look, or did not understand what we saw. */
export type Unknown = {
  readonly state: "unknown";
  readonly reason: UnknownReason;
  /** What the operating system, SSH or the parser said. */
  readonly message: string;
  readonly source: Source;
};

/** What was looked for: it is there, it is not, or nobody could tell. */
export type Observed<T> = Present<T> | Absent | Unknown;
/** What a condition is shown: `unknown` has been dealt with before it is asked. */
export type Known<T> = Present<T> | Absent;

/** It was seen, and is this. */
export const present = <T>(value: T, source: Source): Present<T> => ({ state: "present", value, source });
/** It was looked for, and is not there. */
export const absent = (source: Source): Absent => ({ state: "absent", source });
/** It could not be seen; `message` says why in one clause. */
export const unknown = (reason: UnknownReason, message: string, source: Source): Unknown => ({
  state: "unknown",
  reason,
  message,
  source,
});

/** What a reading of something seen gives; what it throws at was seen but not understood: `unparseable`, never a default. */
export function readAs<T>(source: Source, read: () => T): Present<T> | Unknown {
  try {
    return present(read(), source);
  } catch (error) {
    return unknown("unparseable", error instanceof Error ? error.message : String(error), source);
  }
}

/** The first of some looks that saw nothing; undefined where each saw something, or that nothing is there. */
export const firstUnknown = (looks: readonly Observed<unknown>[]): Unknown | undefined =>
  looks.find((look): look is Unknown => look.state === "unknown");

/** What some looks saw; nothing of those that did not, so only for what needs no proof of absence. */
export const valuesSeen = <T>(looks: readonly Observed<T>[]): readonly T[] =>
  looks.flatMap((look) => (look.state === "present" ? [look.value] : []));

/** The entries that were seen of a list; none where it is absent or unknown, so only for what needs no proof of absence. */
export const entriesSeen = <T>(list: Observed<readonly T[]>): readonly T[] =>
  list.state === "present" ? list.value : [];

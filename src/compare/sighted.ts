import type { Sightings } from "../findings/sightings.ts";
import type { Status } from "../findings/verdict.ts";

/** What a run saw of something: that it is open, that it is not, or nothing. */
export type Sight = "open" | "fine" | "unseen";

/** Not Reviewed was not seen; the two other statuses were, and are not open. */
export const sights: Readonly<Record<Status, Sight>> = {
  open: "open",
  not_reviewed: "unseen",
  not_a_finding: "fine",
  not_applicable: "fine",
};

/** What the next run saw, the time of which is when it ended, and what the run before that one saw, if there is one. */
type Seen = { readonly sight: Sight; readonly at: string; readonly before: Sight | undefined };

/**
 * When something was seen open, after one more run; undefined as long as it never was. Only a run that sees it and does not
 * see it open mends it: one that does not see it says nothing.
 */
export function sighted(known: Sightings | undefined, seen: Seen): Sightings | undefined {
  if (seen.sight === "open") return seenOpen(known, seen);
  if (known === undefined) return undefined;
  const { unseenSince = seen.at, ...rest } = known;
  return seen.sight === "unseen" ? { ...rest, unseenSince } : { ...rest, mended: rest.mended ?? seen.at };
}

function seenOpen(known: Sightings | undefined, { at, before }: Seen): Sightings {
  const since = { since: at, ...(before !== "fine" && { orBefore: true as const }), last: at };
  if (known === undefined) return { first: at, ...since };
  const { mended, unseenSince: _, ...rest } = known;
  if (mended === undefined) return { ...rest, last: at };
  return { first: known.first, ...since, reopened: (known.reopened ?? 0) + 1 };
}

import { z } from "zod";

const time = z.string();

/**
 * When something was seen open over many runs, each named by the time when it ended. Only what was ever open has any. A
 * run that did not see it, because its host was unread or not in the inventory, mends nothing.
 */
export const sightingsSchema = z
  .strictObject({
    first: time.describe("The first run that saw it open."),
    since: time.describe("The first run that saw it open after the last that saw it and did not."),
    orBefore: z
      .literal(true)
      .exactOptional()
      .describe("It may have been open before `since`: the run before that did not see it, or there is none."),
    last: time.describe("The last run that saw it open."),
    mended: time.exactOptional().describe("The first run after `last` that saw it and did not see it open."),
    unseenSince: time
      .exactOptional()
      .describe("The first of the runs that did not see it, up to the newest one; left out where the newest saw it."),
    reopened: z.int().exactOptional().describe("How often it was open again after it had been seen and was not."),
  })
  .describe("When it was seen open, by what the evidence says, whatever people say.");

/** When something was seen open. Times are those at which runs ended. */
export type Sightings = Readonly<z.infer<typeof sightingsSchema>>;

/** How something stands in the newest run: open, seen and not open, or not seen at all. */
export const standings = ["open", "unseen", "mended"] as const;
export type Standing = (typeof standings)[number];

/** What the newest run saw of it: what it did not see is neither open nor mended. */
export function standingOf({ mended, unseenSince }: Sightings): Standing {
  if (unseenSince !== undefined) return "unseen";
  return mended === undefined ? "open" : "mended";
}

import { describe, expect, it } from "vitest";
import { type Sight, sighted } from "../../../src/compare/sighted.ts";
import { type Sightings, sightingsSchema, standingOf } from "../../../src/findings/sightings.ts";

/** What so many runs saw, each called by its number. */
function over(...sights: readonly Sight[]): Sightings | undefined {
  return sights.reduce<Sightings | undefined>(
    (known, sight, index) => sighted(known, { sight, at: String(index + 1), before: sights[index - 1] }),
    undefined,
  );
}

describe("when something was seen open", () => {
  it.each([
    [["open"], { first: "1", since: "1", orBefore: true, last: "1" }, "open"],
    [["fine", "open"], { first: "2", since: "2", last: "2" }, "open"],
    [["unseen", "open"], { first: "2", since: "2", orBefore: true, last: "2" }, "open"],
    [["fine", "open", "open"], { first: "2", since: "2", last: "3" }, "open"],
    [["fine", "open", "fine"], { first: "2", since: "2", last: "2", mended: "3" }, "mended"],
    [["fine", "open", "fine", "fine"], { first: "2", since: "2", last: "2", mended: "3" }, "mended"],
    // What nobody looks at is not mended, however long that is so.
    [["fine", "open", "unseen"], { first: "2", since: "2", last: "2", unseenSince: "3" }, "unseen"],
    [["fine", "open", "unseen", "unseen"], { first: "2", since: "2", last: "2", unseenSince: "3" }, "unseen"],
    [["fine", "open", "unseen", "open"], { first: "2", since: "2", last: "4" }, "open"],
    [["fine", "open", "unseen", "fine"], { first: "2", since: "2", last: "2", mended: "4" }, "mended"],
    [
      ["fine", "open", "fine", "unseen"],
      { first: "2", since: "2", last: "2", mended: "3", unseenSince: "4" },
      "unseen",
    ],
    [["fine", "open", "fine", "unseen", "fine"], { first: "2", since: "2", last: "2", mended: "3" }, "mended"],
    // Open again.
    [["fine", "open", "fine", "open"], { first: "2", since: "4", last: "4", reopened: 1 }, "open"],
    [
      ["fine", "open", "fine", "unseen", "open"],
      { first: "2", since: "5", orBefore: true, last: "5", reopened: 1 },
      "open",
    ],
    [
      ["open", "fine", "open", "fine", "open", "fine"],
      { first: "1", since: "5", last: "5", mended: "6", reopened: 2 },
      "mended",
    ],
  ] as const)("%j", (sights, expected, standing) => {
    const found = over(...sights);
    expect(found).toEqual(expected);
    expect(sightingsSchema.parse(found)).toEqual(expected);
    expect(standingOf(expected)).toBe(standing);
  });

  it.each([[["fine"]], [["unseen"]], [["fine", "unseen", "fine"]]] as const)(
    "is never of what never was: %j",
    (sights) => {
      expect(over(...sights)).toBeUndefined();
    },
  );

  it("agrees with a look at the whole of it, whatever was seen", () => {
    const all: readonly Sight[] = ["open", "fine", "unseen"];
    const sequences = Array.from({ length: 3 ** 6 }, (_, number) =>
      Array.from({ length: 6 }, (_place, index) => all[Math.floor(number / 3 ** index) % 3] as Sight),
    );
    for (const sights of sequences) {
      const found = over(...sights);
      const [first, last] = [sights.indexOf("open"), sights.lastIndexOf("open")];
      expect(found?.first).toBe(first < 0 ? undefined : String(first + 1));
      expect(found?.last).toBe(last < 0 ? undefined : String(last + 1));
      if (found === undefined) continue;
      const fineAfter = sights.indexOf("fine", last);
      expect(found.mended, sights.join()).toBe(fineAfter < 0 ? undefined : String(fineAfter + 1));
      const fineBefore = sights.lastIndexOf("fine", last);
      expect(found.since, sights.join()).toBe(String(sights.indexOf("open", fineBefore + 1) + 1));
      const lastSeen = sights.findLastIndex((sight) => sight !== "unseen");
      expect(found.unseenSince, sights.join()).toBe(lastSeen === 5 ? undefined : String(lastSeen + 2));
      expect(standingOf(found)).toBe({ open: "open", fine: "mended", unseen: "unseen" }[sights[5] as Sight]);
    }
  });
});

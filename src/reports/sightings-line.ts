import { type Sightings, standingOf } from "../findings/sightings.ts";
import { minuteOf } from "./changes.ts";
import { visible } from "./visible-text.ts";

/**
 * `open since 2026-11-20 06:02 UTC`, `open 2026-11-18 06:02 UTC to 2026-11-19 06:02 UTC, mended in 2026-11-20 06:02 UTC`: when
 * something was seen open, and what became of it, by runs. `or before` says that the run before did not look.
 */
export function sightingsLine(sightings: Sightings): string {
  const { since, last, mended, unseenSince, reopened, first } = sightings;
  const from = `${minuteOf(since)}${sightings.orBefore ? " or before" : ""}`;
  const parts = [
    standingOf(sightings) === "open"
      ? `open since ${from}`
      : `open ${from}${since === last ? "" : ` to ${minuteOf(last)}`}`,
    ...(mended === undefined ? [] : [`mended in ${minuteOf(mended)}`]),
    ...(unseenSince === undefined ? [] : [`not seen since ${minuteOf(unseenSince)}`]),
    ...(reopened === undefined
      ? []
      : [`reopened ${reopened === 1 ? "once" : `${reopened} times`} since ${minuteOf(first)}`]),
  ];
  return visible(parts.join(", "));
}

import { releaseName, type StigBenchmark, type StigRequirement } from "../requirement.ts";
import { checkTexts } from "./check-texts.ts";
import { newestRelease, type ReleaseName, releases } from "./releases.ts";

/** The release whose logic a rule of a file is judged by, and how its check text compares with that release's. */
export type WrittenFor = {
  readonly release: ReleaseName;
  /**
   * same: the text is that release's; reworded: it names the same things in other words; other: it names other things;
   * missing: the file has no text.
   */
  readonly text: "same" | "reworded" | "other" | "missing";
};

/**
 * What our logic for a requirement was written for: by its check text where that is known, else by the nearest release.
 * Undefined where no release has a rule of this id.
 */
export function writtenFor(benchmark: StigBenchmark, { id, checkText }: StigRequirement): WrittenFor | undefined {
  const known = checkTexts.filter((text) => text.id === id);
  const nearest = (texts: typeof known) =>
    nearestRelease(
      benchmark,
      texts.flatMap((text) => text.releases),
    );
  const same = nearest(known.filter(({ sha256 }) => sha256 === checkText?.sha256));
  if (same !== undefined) return { release: same, text: "same" };
  const alike = nearest(known.filter(({ terms }) => terms === checkText?.terms));
  if (alike !== undefined) return { release: alike, text: "reworded" };
  const release = nearest(known);
  return release && { release, text: checkText === undefined ? "missing" : "other" };
}

/** `V2R6`. */
export const releaseTitle = (name: ReleaseName): string => releaseName(releases[name]);

const ordinal = ({ version, release }: StigBenchmark): number => Number(version) * 100 + Number(release);

/** The one of these that is closest in number, of two as close the newer; the newest where a number is not known. */
function nearestRelease(benchmark: StigBenchmark, among: readonly ReleaseName[]): ReleaseName | undefined {
  const number = ordinal(benchmark);
  const own = Number.isFinite(number) ? number : ordinal(releases[newestRelease]);
  const distance = (name: ReleaseName): number => Math.abs(ordinal(releases[name]) - own);
  const newerFirst = among.toSorted((one, other) => ordinal(releases[other]) - ordinal(releases[one]));
  return newerFirst.toSorted((one, other) => distance(one) - distance(other))[0];
}

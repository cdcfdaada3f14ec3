import { codePointMark, visible, wellFormedPrefix } from "../visible-text.ts";

/** Longest text that every known importer keeps: STIG Manager cuts at 32 767 UTF-16 units, eMASS too. */
export const longestDetails = 32_000;

/**
 * STIG Manager reads at most 200 000 entities in a file and refuses the whole file beyond that: one node full of `<`
 * must not cost the checklist. A hundred rules with this many each stay below.
 */
const mostMarkup = 1500;

/**
 * Text as it survives an import. STIG Manager decodes character references once more after parsing, so `&lt;` seen on
 * a node would arrive as `<`: an ampersand that could begin a reference is written as its mark.
 */
export function importable(text: string, most: number = mostMarkup): string {
  let markup = 0;
  return text
    .replace(/&(?=[#A-Za-z0-9])/g, codePointMark)
    .replace(/[&<>]/g, (character) => (++markup > most ? codePointMark(character) : character));
}

/** A name from an inventory or a node, on one line, as it survives an import. */
export const carried = (name: string): string => importable(visible(name));

/** What XML 1.0 cannot carry, every other control character, and the carriage return, which XML readers change. */
const forbidden = /[\p{Cc}\p{Cs}\uFFFE\uFFFF](?<![\t\n])/gu;

/** Text with a mark for every character that some format cannot carry. */
export const carriable = (text: string): string => text.replace(forbidden, codePointMark);

/** So many of `& < >` are left in what people wrote: beside finding details there is room for few. */
const mostOfPeoples = 200;

/**
 * What people wrote, as it survives an import: as it is, but for characters that no format carries, and no longer than
 * importers keep.
 */
export function peoplesWords(text: string): string {
  const words = carriable(importable(text.replaceAll("\r\n", "\n").trim(), mostOfPeoples));
  if (words.length <= longestDetails) return words;
  const note = (left: number): string => `\n[Truncated by plimsoll: ${left} more characters.]`;
  const kept = wellFormedPrefix(words, longestDetails - note(words.length).length);
  return kept + note(words.length - kept.length);
}

const notice = (left: number): string =>
  `[Truncated by plimsoll: ${left} more ${left === 1 ? "line" : "lines"}. All of it is in report.html and assessment.json.]`;

/** Joins as many lines as fit into `limit` UTF-16 units; the rest is replaced by a line that says so. */
export function fitLines(lines: readonly string[], limit: number = longestDetails): string {
  const whole = lines.join("\n");
  if (whole.length <= limit) return whole;
  const room = limit - notice(lines.length).length;
  if (room < 0) return "";
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += line.length + 1;
    if (used > room) break;
    kept.push(line);
  }
  return [...kept, notice(lines.length - kept.length)].join("\n");
}

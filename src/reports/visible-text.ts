/**
 * Characters that a reader cannot see or that move what a reader sees: control, bidirectional, zero-width and other
 * format characters, lone surrogates, private use, line separators, and every space that is not U+0020. So do marks
 * that combine with what stands before the text, or in a stack that covers the lines around: no script needs five.
 */
const unseen =
  /^\p{M}|(?<=\p{M}{4})\p{M}|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** The mark that stands for a character that cannot be shown or carried as it is: `⟨U+202E⟩`. */
export function codePointMark(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `⟨U+${point.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** ASCII's own names of its control characters, from 0. The pictures of Unicode (U+2400) are missing in many fonts. */
const controlNames = (
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI " +
  "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
).split(" ");

function markOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const name = point === 0x7f ? "DEL" : controlNames[point];
  return name === undefined ? codePointMark(character) : `⟨${name}⟩`;
}

/** Text from a node on one line, with everything visible that could hide, reorder or forge what stands around it. */
export const visible = (text: string): string => text.replace(unseen, markOf);

/** Like `visible`, but a line feed also breaks the line after its mark, for places that can show several lines. */
export const visibleLines = (text: string): string => visible(text).replaceAll("⟨LF⟩", "⟨LF⟩\n");

/** Our own or DISA's text: lines and no-break spaces are meant, everything else unseen is marked. */
export const visibleProse = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => visible(line.replaceAll("\u00A0", " ")))
    .join("\n");

/** Cuts to at most `limit` UTF-16 units, never through a surrogate pair, and says how much is gone. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const note = (left: number): string => ` … [${left} more characters in assessment.json]`;
  const kept = wellFormedPrefix(text, limit - note(text.length).length);
  return kept + note(text.length - kept.length);
}

/** The first so many UTF-16 units, never half of a surrogate pair. */
export function wellFormedPrefix(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, Math.max(0, cutsPair ? length - 1 : length));
}

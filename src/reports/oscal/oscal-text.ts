import { markdownLine, markdownProse } from "../markdown-text.ts";
import { shorten, visible } from "../visible-text.ts";

/** UTF-16 units of what one field says. */
const longest = { line: 500, prose: 4000, value: 500 };

/** OSCAL's markup-line: one line of Markdown, never empty. */
export const line = (text: string): string => shorten(markdownLine(text), longest.line).trim() || "none";

/** OSCAL's markup-multiline, of our own or DISA's text. */
export const prose = (text: string): string => shorten(markdownProse(text), longest.prose);

/** Paragraphs, each of one line of a node's or the site's text. */
export const paragraphs = (lines: readonly string[]): string =>
  shorten(lines.map(markdownLine).join("\n\n"), longest.prose);

/** OSCAL's string: one line without spaces around it, never empty. */
export const value = (text: string): string => shorten(visible(text), longest.value).trim() || "none";

/** OSCAL's token: a letter or `_`, then letters, digits, `.`, `-` and `_`. */
export function token(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}._-]/gu, "_");
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}

/** The midnight, UTC, at which a day begins; undefined where the text is no day. */
export function dayOf(text: string | undefined): string | undefined {
  const isDay = text !== undefined && /^(19|2\d)\d\d-\d\d-\d\d$/.test(text) && isInCalendar(text);
  return isDay ? `${text}T00:00:00Z` : undefined;
}

function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** A property in plimsoll's own name space. */
export type Property = {
  readonly name: string;
  readonly ns: string;
  readonly value: string;
  readonly remarks?: string;
};

/** The name space of the properties that are plimsoll's own. */
export const ownProperties = "urn:plimsoll:oscal";

/** Properties of plimsoll's own name space; what is undefined or empty is left out. */
export const properties = (pairs: Readonly<Record<string, string | undefined>>): readonly Property[] =>
  Object.entries(pairs).flatMap(([name, said]) =>
    said === undefined || said.trim() === "" ? [] : [{ name, ns: ownProperties, value: value(said) }],
  );

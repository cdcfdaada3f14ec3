import type { Assessment } from "../../findings/assessment.ts";
import type { RunDiff } from "../../findings/run-diff.ts";
import { shorten, visible } from "../visible-text.ts";

/** Beyond this a text tells a reader of the page nothing more, and a node could make the page unusable with one. */
const longest = 4000;
/** Of no shorter text can the marks of its characters be too long: the longest is `⟨U+E0041⟩`. */
const surelyFits = longest / 9;

/** What a page shows, with every text cut to what it has room for, which says how much is left out. */
export const bounded = <T extends Assessment | RunDiff>(shown: T): T => boundedValue(shown) as T;

/** What needs no cutting is not copied: of a large cluster that is all of it. */
function boundedValue(value: unknown): unknown {
  if (typeof value === "string") return boundedText(value);
  if (Array.isArray(value)) return boundedList(value);
  return value !== null && typeof value === "object" ? boundedRecord(value) : value;
}

function boundedList(list: readonly unknown[]): readonly unknown[] {
  const items = list.map(boundedValue);
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function boundedRecord(record: object): object {
  const entries = Object.entries(record);
  const kept = entries.map(([key, value]) => [key, boundedValue(value)] as const);
  return kept.some(([, value], index) => value !== entries[index]?.[1]) ? Object.fromEntries(kept) : record;
}

/** Cut by what is shown of it: a mark is longer than the character that it stands for. */
function boundedText(text: string): string {
  if (text.length <= surelyFits) return text;
  const beginning = text.slice(0, longest);
  const shown = visible(beginning).length;
  return shorten(text, shown <= longest ? longest : Math.floor((beginning.length * longest) / shown));
}

import type { TextPieces } from "../large-json/text-pieces.ts";

/** One file of a report, ready to write. */
export type ReportFile = {
  /** Relative to the run's folder, with forward slashes. */
  readonly path: string;
  /** Made as it is asked for, once: of a large cluster it is tens of megabytes. */
  readonly content: TextPieces;
};

/** Content that is one text, made every time that it is read: it takes no room before. */
export const madeWhenAsked = (text: () => string): TextPieces => ({
  *[Symbol.iterator]() {
    yield text();
  },
});

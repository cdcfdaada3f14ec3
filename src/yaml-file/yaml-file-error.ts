/** Line and column of a character in a file, both from 1. */
export type Position = { readonly line: number; readonly column: number };

/** One thing that is wrong with a file, and where; what is wrong with the file as such has no position. */
export type Mistake = { readonly sentence: string; readonly at?: Position };

/**
 * A file that cannot be used. `message` is its first mistake, `messages` are all that were found, each one sentence that
 * begins `file:line:column:` (`file:` where the file could not be read).
 */
export class YamlFileError extends Error {
  override readonly name = "YamlFileError";
  readonly file: string;
  /** Of the first mistake. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly messages: readonly string[];

  constructor(file: string, mistakes: readonly Mistake[], options?: ErrorOptions) {
    const [first = { sentence: "cannot be used" }, ...others] = mistakes.toSorted(inReadingOrder);
    super(located(file, first), options);
    this.file = file;
    this.line = first.at?.line;
    this.column = first.at?.column;
    // Many entries may be wrong by what stands in one place.
    this.messages = [...new Set([first, ...others].map((mistake) => located(file, mistake)))];
  }
}

/** Throws what was found wrong; returns where nothing was. */
export function refuseIfAny(file: string, mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) throw new YamlFileError(file, mistakes);
}

const inReadingOrder = (a: Mistake, b: Mistake): number =>
  (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);

const located = (file: string, { at, sentence }: Mistake): string =>
  at === undefined ? `${file}: ${sentence}` : `${file}:${at.line}:${at.column}: ${sentence}`;

/**
 * A cause of failure for people: its name, one sentence of what happened, and in one or two what is to be done, with the
 * command for that where there is one.
 */
export type Explanation = {
  readonly name: string;
  readonly happened: string;
  readonly todo: string;
  readonly command: string | null;
};

/** Explanations by cause, and the one for a cause that is not among them. */
export type CauseTable = { readonly of: ReadonlyMap<string, Explanation>; readonly others: Explanation };

/** One row of a table, as it is written. */
export type CauseRow = readonly [cause: string, name: string, happened: string, todo: string, command?: string];

const explanationOf = ([, name, happened, todo, command]: CauseRow): Explanation => ({
  name,
  happened,
  todo,
  command: command ?? null,
});

/** A table of rows; `others` explains every cause that no row has. */
export const causeTable = (rows: readonly CauseRow[], others: Explanation): CauseTable => ({
  of: new Map(rows.map((row) => [row[0], explanationOf(row)])),
  others,
});

/** What a table says of a cause. */
export const explain = (cause: string, { of, others }: CauseTable): Explanation => of.get(cause) ?? others;

/** What is left to do where a cause says nothing more. */
export const again = "Audit again; where it comes again, look by hand as each rule's How to check says.";

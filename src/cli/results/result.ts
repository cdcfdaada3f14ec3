import type { TextPieces } from "../../large-json/text-pieces.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** How a command's result is wanted. */
export type JsonFlag = { readonly json?: true };

/** What came of a command, for a person and for a program: each is made only where it is wanted. */
export type Result = { readonly text: () => TextPieces; readonly json: () => TextPieces };

/** A text of these lines. */
export function* textOf(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** One JSON object as all commands print it: the version of its shape comes first. docs/json.md has the members. */
export const jsonOf = (members: object): TextPieces => [
  `${JSON.stringify({ schemaVersion: 1, ...members }, null, 2)}\n`,
];

/** The one place where results go to standard output: as text, or with --json one object and nothing else. */
export function printResult({ json }: JsonFlag, result: Result, { print }: Pick<Terminal, "print">): void {
  // Printing adds a line break: whole lines, as many at once as a piece has.
  let rest = "";
  for (const piece of json ? result.json() : result.text()) {
    const end = piece.lastIndexOf("\n");
    if (end < 0) rest += piece;
    else {
      print(rest + piece.slice(0, end));
      rest = piece.slice(end + 1);
    }
  }
  if (rest !== "") print(rest);
}

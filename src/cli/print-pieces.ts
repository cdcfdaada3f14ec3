import type { TextPieces } from "../large-json/text-pieces.ts";

/** Prints a text that comes in pieces: whole lines, as many at once as a piece has. Its last line break is printed once. */
export function printPieces(pieces: TextPieces, print: (text: string) => void): void {
  let rest = "";
  for (const piece of pieces) {
    const end = piece.lastIndexOf("\n");
    if (end < 0) rest += piece;
    else {
      print(rest + piece.slice(0, end));
      rest = piece.slice(end + 1);
    }
  }
  if (rest !== "") print(rest);
}

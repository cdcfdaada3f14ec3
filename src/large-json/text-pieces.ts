/** A text in pieces, from its beginning to its end; no plain string, whose pieces would be characters. */
export type TextPieces = Iterable<string> & object;

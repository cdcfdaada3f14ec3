// Two letters beyond ASCII are the same to Go: the long s and the sign of Kelvin.
const alike: Readonly<Record<string, string>> = { "\u017f": "s", "\u212a": "k" };

/** A key without its case, as Go's encoding/json compares them with a field's name (foldName): ASCII and what folds to it. */
export const withoutCase = (key: string): string =>
  key.replace(/[A-Z\u017f\u212a]/g, (letter) => alike[letter] ?? letter.toLowerCase());

/** `w1, w2 and 38 more`: the first of many texts, and how many are left out. */
export function firstOf(texts: readonly string[], most: number, separator = ", "): string {
  const more = texts.length - most;
  return `${texts.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ""}`;
}

/**
 * Whether a value takes more than so many characters as JSON, escapes not counted. What several places of it share counts
 * in each of them, as it would be written: a few megabytes can stand for more than any text may be long.
 */
export function isLongerAsJson(value: unknown, characters: number): boolean {
  const waiting: unknown[] = [value];
  let length = 0;
  while (waiting.length > 0) {
    const one = waiting.pop();
    length += lengthOf(one);
    if (typeof one === "object" && one !== null) {
      const parts = Object.values(one);
      // Each part is one character at least: what would be too long is not laid out.
      if (length + waiting.length + parts.length > characters) return true;
      for (const part of parts) waiting.push(part);
    }
    if (length > characters) return true;
  }
  return false;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return String(value).length + 1;
  if (Array.isArray(value)) return 2;
  return Object.keys(value).reduce((sum, key) => sum + key.length + 4, 2);
}

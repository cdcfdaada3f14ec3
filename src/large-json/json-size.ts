/**
 * Whether a value takes more than so many characters as JSON, escapes not counted. What several places of it share counts
 * in each of them, as it would be written: a few megabytes can stand for more than any text may be long.
 */
export function isLongerAsJson(value: unknown, characters: number): boolean {
  // Lists and objects alone wait, and none is copied: of a fleet all that its nodes said is measured.
  const waiting: object[] = [];
  let length = 0;
  const count = (part: unknown): void => {
    if (typeof part === "string") length += part.length + 2;
    else if (typeof part !== "object" || part === null) length += String(part).length + 1;
    else {
      length += 2;
      waiting.push(part);
    }
  };
  count(value);
  for (let one = waiting.pop(); one !== undefined && length <= characters; one = waiting.pop()) {
    if (Array.isArray(one)) {
      for (let index = 0; index < one.length && length <= characters; index += 1) count(one[index]);
    } else {
      for (const key of Object.keys(one)) {
        length += key.length + 4;
        count(one[key as keyof typeof one]);
        if (length > characters) return true;
      }
    }
  }
  return length > characters;
}

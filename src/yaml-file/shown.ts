const longest = 60;

/** A value of the file as a sentence quotes it: on one line, nothing invisible in it, cut where it is long. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return String(value);
  const cut = value.length > longest ? `${value.slice(0, longest)}…` : value;
  // JSON escapes the ASCII control characters; the others could turn the line around on a terminal.
  return JSON.stringify(cut).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped);
}

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

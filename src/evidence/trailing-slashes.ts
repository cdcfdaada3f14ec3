// By hand: a pattern looks for the end from every slash anew, which of a megabyte of slashes takes minutes.

/** A path without slashes at its end; of `/` nothing is left. */
export function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === slash) end -= 1;
  return path.slice(0, end);
}

/** The same, but `/` stays. */
export const directoryPath = (path: string): string => withoutEndSlashes(path) || (path.startsWith("/") ? "/" : "");

const slash = 0x2f;

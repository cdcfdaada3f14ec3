import { existsSync, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** Files that include each other deeper than this are a circle (readconf.c, READCONF_MAX_DEPTH). */
export const deepest = 16;

/** What an Include starts from. */
export type IncludeBase = { readonly home: string };

/** The files that an Include names, in the order of glob(7): none where there is none. Relative ones lie in ~/.ssh. */
export function includedFiles(pattern: string, { home }: IncludeBase): readonly string[] {
  const tilde = pattern.startsWith("~/") ? join(home, pattern.slice(2)) : pattern;
  const path = isAbsolute(tilde) ? tilde : join(home, ".ssh", tilde);
  const found = path
    .split("/")
    .filter((part) => part !== "")
    .reduce<readonly string[]>((folders, part) => folders.flatMap((folder) => below(folder, part)), ["/"]);
  return found.filter((file) => existsSync(file));
}

function below(folder: string, part: string): readonly string[] {
  if (!/[*?[]/.test(part)) return [join(folder, part)];
  const expression = globExpression(part);
  // A dot at the beginning is matched by a dot only.
  const names = listed(folder).filter(
    (name) => expression.test(name) && (part.startsWith(".") || !name.startsWith(".")),
  );
  return names.toSorted().map((name) => join(folder, name));
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `*`, `?` and `[a-z]`, `[!a-z]`; a bracket that is not closed is one. */
function globExpression(part: string): RegExp {
  const pieces = part.match(/\[[!^]?\]?[^\]]*\]|[\s\S]/g) ?? [];
  const source = pieces.map((piece) => {
    if (piece === "*") return ".*";
    if (piece === "?") return ".";
    if (piece.length === 1) return piece.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
    const inside = piece
      .slice(1, -1)
      .replace(/^!/, "^")
      .replaceAll(/[\\[\]]/g, "\\$&");
    return `[${inside}]`;
  });
  try {
    return new RegExp(`^${source.join("")}$`, "s");
  } catch {
    // A range from a later character to an earlier one: no character is in it.
    return /(?!)/;
  }
}

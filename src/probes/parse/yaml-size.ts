import { Lexer } from "yaml";

const mostCharacters = 1024 * 1024;
// A file of a megabyte with forty thousand lines has a quarter of a million.
const mostTokens = 500_000;
const mostLevels = 100;

const opening = ["[", "{"];
const closing = ["]", "}"];
// Each opens a level more where it stands behind another in its line.
const compact = ["-", "?", ":"];

// No word or sign is of more than three tokens with what the lexer puts around it.
const plainCharacters = 64 * 1024;
const signs = /[[{?:-]/g;

/** Whether a text has too few of everything to be refused: most have, and reading them for that takes as long as parsing. */
function isPlain(text: string): boolean {
  if (text.length > plainCharacters) return false;
  signs.lastIndex = 0;
  for (let seen = 0; seen <= mostLevels; seen += 1) if (!signs.test(text)) return true;
  return false;
}

/**
 * Refuses what no file of Kubernetes is, before it is parsed: the parser takes ten seconds for a megabyte of brackets, and
 * while it works no other host is listened to.
 * @throws Error where a text has more of anything than is sane.
 */
export function refuseLargeYaml(text: string): void {
  if (text.length > mostCharacters) throw new Error(`more than ${mostCharacters} characters`);
  if (isPlain(text)) return;
  let [tokens, open, inLine] = [0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token.endsWith("\n")) inLine = 0;
    if (compact.includes(token)) inLine += 1;
    if (opening.includes(token)) open += 1;
    if (closing.includes(token)) open -= 1;
    // Between brackets as many keys as there are may stand in one line.
    if (open > mostLevels || (open === 0 && inLine > mostLevels)) throw new Error("nested too deeply");
    if (tokens > mostTokens) throw new Error(`more than ${mostTokens} signs and words`);
  }
}

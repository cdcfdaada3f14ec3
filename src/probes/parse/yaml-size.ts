import { Lexer } from "yaml";

const mostCharacters = 1024 * 1024;
// A file of a megabyte with forty thousand lines has a quarter of a million.
const mostTokens = 500_000;
const mostLevels = 100;

const opening = ["[", "{"];
const closing = ["]", "}"];
// Each opens a level more where it stands behind another in its line.
const compact = ["-", "?", ":"];

/**
 * Refuses what no file of Kubernetes is, before it is parsed: the parser takes ten seconds for a megabyte of brackets, and
 * while it works no other host is listened to.
 * @throws Error where a text has more of anything than is sane.
 */
export function refuseLargeYaml(text: string): void {
  if (text.length > mostCharacters) throw new Error(`more than ${mostCharacters} characters`);
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

import { trailing } from "./unit-file.ts";

type Cursor = { readonly text: string; at: number };

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return match[0];
}

const blanks = /[ \t]+/y;
const blankLines = /[ \t\r\n]+/y;
const comment = /[#;][^\r\n]*/y;
const key = /[^=\r\n]+/y;
const singleQuoted = /'[^']*'/y;
const doubleQuoted = /"(?:[^"\\]|\\[\s\S])*"/y;
const unquoted = /(?:[^\\\r\n]|\\[\s\S])+/y;

// Within double quotes a backslash goes before these only; at a line's end both go.
const inDoubleQuotes = (text: string): string =>
  text.replace(/\\([\s\S])/g, (pair, letter: string) => {
    if (letter === "\n") return "";
    return '"\\`$'.includes(letter) ? letter : pair;
  });

/** Without quotes every backslash goes, and blanks at the end, but for one behind a backslash. */
function withoutQuotes(text: string): string {
  let value = "";
  let blanksAtEnd = 0;
  for (const [, letter, plain = ""] of text.matchAll(/\\([\s\S])|([^\\]+)/g)) {
    value += letter === undefined ? plain : letter.replace(/[\r\n]/, "");
    blanksAtEnd = trailing(plain, " \t");
  }
  return value.slice(0, value.length - blanksAtEnd);
}

/** Quoted parts one behind the other, blanks between them dropped; what follows without quotes goes to the line's end. */
function readValue(cursor: Cursor): string {
  let value = "";
  for (;;) {
    take(cursor, blanks);
    const single = take(cursor, singleQuoted);
    const double = single === undefined ? take(cursor, doubleQuoted) : undefined;
    if (single !== undefined) value += single.slice(1, -1);
    else if (double !== undefined) value += inDoubleQuotes(double.slice(1, -1));
    else break;
  }
  const next = cursor.text[cursor.at] ?? "";
  if (next === "'" || next === '"') throw new Error("a quote is not closed");
  value += withoutQuotes(take(cursor, unquoted) ?? "");
  if (cursor.text[cursor.at] === "\\") throw new Error("ends with a backslash");
  return value;
}

/**
 * The variables of an `EnvironmentFile=` as systemd reads it (env-file.c), which is not as a shell would.
 * @throws Error where releases of systemd differ, or at a quote that is not closed.
 */
export function parseEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const cursor: Cursor = { text, at: 0 };
  const variables = new Map<string, string>();
  for (;;) {
    take(cursor, blankLines);
    if (cursor.at >= text.length) return variables;
    const remark = take(cursor, comment);
    // Before release 248 the next line then belonged to the comment.
    if (remark?.endsWith("\\") === true) throw new Error("a comment ends with a backslash");
    if (remark !== undefined) continue;
    const name = (take(cursor, key) ?? "").trim();
    if (text[cursor.at] !== "=") continue;
    cursor.at += 1;
    const value = readValue(cursor);
    // systemd leaves out what no variable can be called (`export A`).
    if (/^[A-Za-z_]\w*$/.test(name)) variables.set(name, value);
  }
}

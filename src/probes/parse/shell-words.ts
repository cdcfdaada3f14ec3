import { type Grown, growing } from "./growing-text.ts";

/** A word of a shell's script as the shell would pass it on, with the row of the script that it stands in, from 0. */
export type ShellWord = { readonly text: string; readonly row: number };

type Variables = Readonly<Record<string, string>>;
/** Where reading is; `row` is that of `rowAt`, which follows `at` word by word. */
type Cursor = {
  readonly script: string;
  readonly variables: Variables;
  readonly grown: Grown;
  at: number;
  row: number;
  rowAt: number;
};

// shell-quote was looked at: it takes a line break for a blank and backquotes for letters. What is not in this grammar is
// refused: patterns, substitutions, pipes, lists with || or &, compound commands, here-documents.
const blanks = /(?:[ \t]|\\\n)+/y;
const comment = /#[^\n]*/y;
const commandEnd = /&&|;(?!;)|\n/y;
// `2>&1`, `>&-`; `&>` is bash's and something else for other shells.
const duplication = /\d*[<>]&(?:\d+|-)/y;
const redirection = /\d*(?:>>|>\||>|<(?![<>]))/y;
// kOps' way to a log file, in a subshell, which cannot touch what follows: (tee -a /var/log/x.log < /tmp/pipe & )
const loggingSubshell = /\(\s*tee(?:\s+[\w./-]+)*\s*<\s*[\w./-]+\s*&\s*\)/y;

const plain = /[\w@%+=:,./^#\u0080-\uffff-]+/y;
const escaped = /\\([^\n])|\\\n/y;
const singleQuoted = /'([^']*)'/y;
const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y;
const withinDoubleQuotes = /[^"\\$`]+/y;
const escapedWithinDoubleQuotes = /\\(["\\$`])|\\\n|(\\)/y;

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.script);
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return match;
}

const unsupported = ({ script, at }: Cursor): Error => {
  const rest = script.slice(at).split("\n")[0]?.slice(0, 20) ?? "";
  return new Error(`its script is more than plain words, at ${JSON.stringify(rest)}`);
};

function known(cursor: Cursor, match: RegExpExecArray): string {
  const name = match[1] ?? match[2] ?? "";
  const value = Object.hasOwn(cursor.variables, name) ? cursor.variables[name] : undefined;
  // $(NAME) in a value is Kubernetes' own, filled in before the shell starts.
  if (value === undefined || value.includes("$("))
    throw new Error(`its script uses $${name}, whose value is not known`);
  return cursor.grown(value);
}

function doubleQuoted(cursor: Cursor): string {
  let text = "";
  while (cursor.script[cursor.at] !== '"') {
    const letters = take(cursor, withinDoubleQuotes);
    const backslash = letters === undefined ? take(cursor, escapedWithinDoubleQuotes) : undefined;
    const value = letters === undefined && backslash === undefined ? take(cursor, variable) : undefined;
    if (letters !== undefined) text += letters[0];
    else if (backslash !== undefined) text += backslash[1] ?? backslash[2] ?? "";
    else if (value !== undefined) text += known(cursor, value);
    else throw unsupported(cursor);
  }
  cursor.at += 1;
  return text;
}

/** Without quotes a value is split, and taken for a pattern: only one to which neither does anything is filled in. */
function unquotedValue(cursor: Cursor, match: RegExpExecArray): string {
  const value = known(cursor, match);
  if (!/^[\w@%+=:,./^#-]+$/.test(value)) throw new Error(`its script uses ${match[0]} without quotes`);
  return value;
}

/** One piece of a word; undefined where the word is over. */
function piece(cursor: Cursor): string | undefined {
  const letters = take(cursor, plain);
  if (letters !== undefined) return letters[0];
  const backslash = take(cursor, escaped);
  if (backslash !== undefined) return backslash[1] ?? "";
  const quoted = take(cursor, singleQuoted);
  if (quoted !== undefined) return quoted[1] ?? "";
  const value = take(cursor, variable);
  if (value !== undefined) return unquotedValue(cursor, value);
  if (cursor.script[cursor.at] !== '"') return undefined;
  cursor.at += 1;
  return doubleQuoted(cursor);
}

function word(cursor: Cursor): ShellWord | undefined {
  cursor.row += cursor.script.slice(cursor.rowAt, cursor.at).split("\n").length - 1;
  cursor.rowAt = cursor.at;
  const { row } = cursor;
  let text: string | undefined;
  for (let next = piece(cursor); next !== undefined; next = piece(cursor)) text = (text ?? "") + next;
  return text === undefined ? undefined : { text, row };
}

/** The words of the command at the cursor, without redirections. */
function command(cursor: Cursor): readonly ShellWord[] {
  const words: ShellWord[] = [];
  for (;;) {
    take(cursor, blanks);
    if (take(cursor, comment) !== undefined || take(cursor, duplication) !== undefined) continue;
    if (take(cursor, redirection) !== undefined) {
      take(cursor, blanks);
      if (word(cursor) === undefined) throw unsupported(cursor);
      continue;
    }
    if (words.length === 0 && take(cursor, loggingSubshell) !== undefined) continue;
    const next = word(cursor);
    if (next === undefined) return words;
    words.push(next);
  }
}

/**
 * The simple commands of a POSIX shell's script, in order. `variables` are those of the shell whose values are known.
 * @throws Error at whatever is more than simple commands of plain words one after the other.
 */
export function simpleCommands(script: string, variables: Variables): readonly (readonly ShellWord[])[] {
  const cursor: Cursor = { script, variables, grown: growing(), at: 0, row: 0, rowAt: 0 };
  const commands: (readonly ShellWord[])[] = [];
  for (;;) {
    commands.push(command(cursor));
    if (cursor.at >= script.length) return commands.filter((words) => words.length > 0);
    if (take(cursor, commandEnd) === undefined) throw unsupported(cursor);
  }
}

/** A word of a file of arguments, and its line. */
export type ArgumentWord = { readonly text: string; readonly line: number };

type Variables = Readonly<Record<string, string>>;

/** $NAME and ${NAME}. @throws Error at one whose value is not known. */
const expand = (text: string, variables: Variables): string =>
  text.replace(/\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g, (_whole, braced, bare) => {
    const name = String(braced ?? bare);
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new Error(`the value of ${name} is not known`);
    return value;
  });

// A quoted part, or a run of characters that mean nothing else to a shell.
const part = /"((?:[^"\\`]|\\["\\])*)"|'([^']*)'|((?:[^\s"'\\`;&|<>()])+)/y;

/** One word at a place of the line, and where it ends. */
function readWord(line: string, start: number, variables: Variables): { readonly text: string; readonly end: number } {
  let text = "";
  let end = start;
  while (end < line.length && !/\s/.test(line.charAt(end))) {
    part.lastIndex = end;
    const [whole, double, single, plain] = part.exec(line) ?? [];
    if (whole === undefined) throw new Error(`not a word: ${JSON.stringify(line.slice(end, end + 40))}`);
    text += single ?? expand((double ?? plain ?? "").replace(/\\(["\\])/g, "$1"), variables);
    end += whole.length;
  }
  return { text, end };
}

/**
 * The words of a file of arguments in shell style: one argument a line or several, quotes, comments, variables.
 * @throws Error at anything else that a shell would do, and at variables of unknown value.
 */
export function parseArgumentsFile(file: string, variables: Variables): readonly ArgumentWord[] {
  return file.split("\n").flatMap((line, index) => {
    const words: ArgumentWord[] = [];
    let at = 0;
    while (at < line.length) {
      if (line.charAt(at) === "#") break;
      if (/\s/.test(line.charAt(at))) {
        at += 1;
        continue;
      }
      const { text, end } = readWord(line, at, variables);
      words.push({ text, line: index + 1 });
      at = end;
    }
    return words;
  });
}

/** A word of a file of arguments, and its line. */
export type ArgumentWord = { readonly text: string; readonly line: number };

type Variables = Readonly<Record<string, string>>;

/** $NAME and ${NAME}. @throws Error at one whose value is not known, and at a $ that is no variable's. */
const expand = (text: string, variables: Variables): string =>
  text.replace(/\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*)|)/g, (whole, braced, bare) => {
    const name = String(braced ?? bare);
    const value = whole !== "$" && Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new Error(`the value of ${whole === "$" ? whole : name} is not known`);
    return value;
  });

// Quotes that open and end within a word and hold nothing that one of its readers minds; outside of them no word of a shell's.
const quotedWord = /^(?:"[^"'\\`]*"|'[^'"$\\`]*'|[^"'\\`;&|<>()\s])*$/;

function wordOf(written: string, line: number, variables: Variables): ArgumentWord {
  if (written.startsWith("#") || !quotedWord.test(written)) {
    throw new Error(`line ${line}: not a word alike to all that read it: ${JSON.stringify(written.slice(0, 40))}`);
  }
  return { text: expand(written.replaceAll(/["']/g, ""), variables), line };
}

/**
 * The words of a file of arguments: one argument a line or several. MicroK8s' kubelite, ReadArgsFromFile, deletes all quotes and
 * parts lines at single blanks; older releases and its other daemons read the same files by a shell. Only what
 * both read alike is taken.
 * @throws Error at what they do not read alike, and at variables of unknown value.
 */
export function parseArgumentsFile(file: string, variables: Variables): readonly ArgumentWord[] {
  return file.split("\n").flatMap((written, index) => {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) return [];
    return line.split(/ +/).map((word) => wordOf(word, index + 1, variables));
  });
}

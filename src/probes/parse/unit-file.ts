import { oncePerText } from "./once-per-text.ts";

/** One setting of a unit file, or of another one of systemd's, with the line from 1 in which it begins. */
export type UnitSetting = {
  readonly section: string;
  readonly name: string;
  readonly value: string;
  readonly line: number;
};

/** How many of the characters at the end of a text are among those given. */
export function trailing(text: string, among: string): number {
  let start = text.length;
  while (start > 0 && among.includes(text.charAt(start - 1))) start -= 1;
  return text.length - start;
}

type Line = { readonly text: string; readonly line: number };

/** Lines as systemd joins them: a backslash at the end becomes a blank, and comment lines in between do not count. */
function joinedLines(text: string): readonly Line[] {
  const joined: Line[] = [];
  let open: Line | undefined;
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|[\r\n]/)
    .entries()) {
    if (/^\s*[#;]/.test(line)) continue;
    const isContinued = trailing(line, "\\") % 2 === 1;
    const before: Line = open ?? { text: "", line: index + 1 };
    open = { ...before, text: before.text + (isContinued ? `${line.slice(0, -1)} ` : line) };
    if (isContinued) continue;
    joined.push(open);
    open = undefined;
  }
  return open === undefined ? joined : [...joined, open];
}

/** The settings of a unit file or a drop-in, in order; an empty value is kept, for it takes back what came before. */
export const unitSettings = oncePerText((text): readonly UnitSetting[] => {
  let section = "";
  const settings: UnitSetting[] = [];
  for (const { text: joined, line } of joinedLines(text)) {
    const setting = joined.trim();
    section = /^\[(.*)\]$/.exec(setting)?.[1] ?? section;
    const at = setting.indexOf("=");
    if (setting.startsWith("[") || at <= 0) continue;
    settings.push({ section, name: setting.slice(0, at).trim(), value: setting.slice(at + 1).trim(), line });
  }
  return settings;
});

/** Every value that such a file gives a name of a section, in order. */
export const settingsNamed = (text: string, section: string, name: string): readonly UnitSetting[] =>
  unitSettings(text).filter((setting) => setting.section === section && setting.name === name);

const letters: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["s", " "],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
]);

/** What a backslash and what follows it stand for in a unit file. */
function escaped(code: string): string {
  const hexadecimal = /^x([0-7][0-9a-fA-F])$/.exec(code)?.[1];
  const letter = hexadecimal === undefined ? letters.get(code) : String.fromCharCode(Number.parseInt(hexadecimal, 16));
  if (letter === undefined || letter === "\0") throw new Error(`\\${code} is an escape that is not known here`);
  return letter;
}

const piece = /([^\s'"\\]+)|\\(x..|[\s\S])|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y;

/**
 * The words of a value as systemd splits it (extract_first_word): quotes group and go, and a backslash works within both
 * kinds. `escapes`: it stands for a letter, as in unit files; else the letter behind it stays, as in variables.
 * @throws Error at a quote or an escape that is not complete.
 */
export function unitWords(value: string, how: "escapes" | "plain"): readonly string[] {
  const unescaped = (text: string): string =>
    text.replace(/\\(x..|[\s\S])/g, (_, code: string) => (how === "escapes" ? escaped(code) : code));
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < value.length; ) {
    piece.lastIndex = at;
    const match = piece.exec(value);
    if (match === null) {
      if (!/\s/.test(value[at] ?? "")) throw new Error("a quote or an escape is not complete");
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
      continue;
    }
    const [whole, plain, , single, double] = match;
    word = (word ?? "") + (plain ?? unescaped(single ?? double ?? whole));
    at += whole.length;
  }
  return word === undefined ? words : [...words, word];
}

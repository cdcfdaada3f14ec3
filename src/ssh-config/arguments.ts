/** One line of an ssh_config, its keyword in lower case. */
export type Line = { readonly keyword: string; readonly rest: string };

/** The keyword of a line and what comes after it, or undefined where it says nothing (readconf.c, process_config_line). */
export function splitLine(raw: string): Line | undefined {
  const text = raw.replace(/[ \t\r\n\f]+$/, "").replace(/^[ \t]+/, "");
  if (text === "" || text.startsWith("#")) return undefined;
  const [, quoted, bare, rest = ""] = /^(?:"([^"]*)"|([^ \t\r\n="]+))[ \t\r\n]*=?[ \t\r\n]*(.*)$/s.exec(text) ?? [];
  const keyword = quoted ?? bare;
  return keyword === undefined ? undefined : { keyword: keyword.toLowerCase(), rest };
}

/** The words of an argument list, as ssh splits it: quotes, escapes, a comment at the end. Undefined for an open quote. */
export function splitArguments(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let index = 0;
  while (index < text.length) {
    if (/[ \t]/.test(text[index] ?? "")) {
      index += 1;
      continue;
    }
    if (text[index] === "#") break;
    const word = wordAt(text, index);
    if (word === undefined) return undefined;
    words.push(word.text);
    index = word.end;
  }
  return words;
}

function wordAt(text: string, start: number): { readonly text: string; readonly end: number } | undefined {
  let word = "";
  let quote = "";
  let index = start;
  for (; index < text.length; index += 1) {
    const character = text[index] ?? "";
    const next = text[index + 1] ?? "";
    if (character === "\\" && (/['"\\]/.test(next) || (quote === "" && next === " "))) {
      word += next;
      index += 1;
    } else if (quote === "" && /[ \t]/.test(character)) {
      break;
    } else if (quote === "" && /['"]/.test(character)) {
      quote = character;
    } else if (character === quote) {
      quote = "";
    } else {
      word += character;
    }
  }
  return quote === "" ? { text: word, end: index } : undefined;
}

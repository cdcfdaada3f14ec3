import type { UnitText } from "../../evidence/kubelet.ts";
import { commandOf } from "./component-command.ts";
import { parseEnvironmentFile } from "./environment-file.ts";
import { type Grown, growing } from "./growing-text.ts";
import { oncePerTexts } from "./once-per-text.ts";
import { unitSettings, unitWords } from "./unit-file.ts";

type Variables = ReadonlyMap<string, string>;

/** What a unit starts next: the words, and the file that has them. */
export type NextStart = { readonly argv: readonly string[]; readonly file: string; readonly fromShell: boolean };

const variableName = /^[A-Za-z_]\w*$/;

/** %% is a percent sign; what the other specifiers stand for only the node knows. */
function withoutSpecifiers(text: string): string {
  if (text.replaceAll("%%", "").includes("%")) throw new Error(`${text} holds a specifier, whose value is not known`);
  return text.replaceAll("%%", "%");
}

/** Lays the variables that a setting `Environment=` gives over those that came before; an empty one takes all back. */
function layEnvironment(variables: Map<string, string>, value: string): void {
  if (value === "") variables.clear();
  const given = unitWords(value, "escapes").map(withoutSpecifiers);
  const pairs = given.map(
    (word) => [word.slice(0, Math.max(0, word.indexOf("="))), word.slice(word.indexOf("=") + 1)] as const,
  );
  for (const [name, text] of pairs) if (variableName.test(name)) variables.set(name, text);
}

/**
 * One word with its variables filled in. `$NAME` alone becomes words, none where it is unset; `${NAME}` within a word
 * stays in it, empty where it is unset; another $ stays. What `systemctl set-environment` set is not seen.
 */
function expandWord(word: string, variables: Variables, grown: Grown): readonly string[] {
  const valueFor = (name: string, written: string): string => {
    if (!variableName.test(name)) throw new Error(`${written} names no variable`);
    return grown(variables.get(name) ?? "");
  };
  return /^\$(?![{$])/.test(word) ? unitWords(valueFor(word.slice(1), word), "plain") : [filledIn(word, valueFor)];
}

/** With `$$` for a $ and `${NAME}` for its value. Not by a pattern: it would look for the bracket from every $ anew. */
function filledIn(word: string, valueFor: (name: string, written: string) => string): string {
  const lastBracket = word.lastIndexOf("}");
  let text = "";
  let at = 0;
  for (let dollar = word.indexOf("$"); dollar >= 0; dollar = word.indexOf("$", at)) {
    text += word.slice(at, dollar);
    const isVariable = word[dollar + 1] === "{" && dollar < lastBracket;
    const end = isVariable ? word.indexOf("}", dollar) : dollar + (word[dollar + 1] === "$" ? 1 : 0);
    text += isVariable ? valueFor(word.slice(dollar + 2, end), word.slice(dollar, end + 1)) : "$";
    at = end + 1;
  }
  return text + word.slice(at);
}

/** The words that one ExecStart= starts. */
export function execWords(value: string, variables: Variables): readonly string[] {
  const [, prefixes = "", line = ""] = /^([-@:+!|]*)(.*)$/s.exec(value) ?? [];
  if (/(^|\s)\\?;(\s|$)/.test(line)) throw new Error("ExecStart holds several commands");
  const [path = "", ...rest] = unitWords(line, "escapes").map(withoutSpecifiers);
  if (path === "" || path.includes("$")) throw new Error("ExecStart names no program");
  const grown = growing();
  // Behind @ the second word is what the program is called.
  const argv = prefixes.includes("@") ? rest : [path, ...rest];
  return prefixes.includes(":") ? argv : argv.flatMap((word) => expandWord(word, variables, grown));
}

type Service = { readonly starts: readonly UnitText[]; readonly variables: Variables };

/** The settings of [Service] that decide on the command line; an empty one takes back what came before. */
function readService(unitFiles: readonly UnitText[]): Service {
  let starts: UnitText[] = [];
  const variables = new Map<string, string>();
  for (const { file, text } of unitFiles) {
    for (const { section, name, value } of unitSettings(text)) {
      if (section !== "Service") continue;
      if (name === "ExecStart" && value === "") starts = [];
      else if (name === "ExecStart") starts.push({ file, text: value });
      if (name === "Environment") layEnvironment(variables, value);
      if (name === "UnsetEnvironment" || name === "PassEnvironment") throw new Error(`the unit has ${name}=`);
    }
  }
  return { starts, variables };
}

/**
 * The command line that systemd starts the kubelet with next: the unit's file, then its drop-ins, then the environment
 * files, in the order in which systemd reads them.
 * @throws Error where it cannot be told, or does not start the kubelet.
 */
export const nextStart = (unitFiles: readonly UnitText[], environmentFiles: readonly UnitText[]): NextStart =>
  startBy([unitFiles, environmentFiles]);

const startBy = oncePerTexts(
  ([unitFiles, environmentFiles]: readonly [readonly UnitText[], readonly UnitText[]]): NextStart => {
    const { starts, variables } = readService(unitFiles);
    const [start, ...more] = starts;
    if (start === undefined || more.length > 0) throw new Error(`the unit has ${starts.length} ExecStart=`);
    const fromFiles = environmentFiles.flatMap(({ text }) => [...parseEnvironmentFile(text)]);
    const all = new Map([...variables, ...fromFiles]);
    const words = execWords(start.text, all).map((text) => ({ text, line: 1 }));
    const command = commandOf(words, Object.fromEntries(all));
    if (command.component !== "kubelet") throw new Error("ExecStart does not start the kubelet itself");
    return { argv: command.words.map(({ text }) => text), file: start.file, fromShell: command.fromShell };
  },
);

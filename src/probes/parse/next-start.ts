import type { UnitText } from "../../evidence/kubelet.ts";
import { commandOf } from "./component-command.ts";
import { parseEnvironmentFile } from "./environment-file.ts";
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
function withEnvironment(variables: Variables, value: string): Variables {
  if (value === "") return new Map();
  const given = unitWords(value, "escapes").map(withoutSpecifiers);
  const pairs = given.map(
    (word) => [word.slice(0, Math.max(0, word.indexOf("="))), word.slice(word.indexOf("=") + 1)] as const,
  );
  return new Map([...variables, ...pairs.filter(([name]) => variableName.test(name))]);
}

/**
 * One word with its variables filled in. `$NAME` alone becomes words, none where it is unset; `${NAME}` within a word
 * stays in it, empty where it is unset; another $ stays. What `systemctl set-environment` set is not seen.
 */
function expandWord(word: string, variables: Variables): readonly string[] {
  if (/^\$(?![{$])/.test(word)) {
    const name = word.slice(1);
    if (!variableName.test(name)) throw new Error(`${word} names no variable`);
    return unitWords(variables.get(name) ?? "", "plain");
  }
  const filled = word.replace(/\$\$|\$\{([^}]*)\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return "$";
    if (!variableName.test(name)) throw new Error(`${whole} names no variable`);
    return variables.get(name) ?? "";
  });
  return [filled];
}

/** The words that one ExecStart= starts. */
export function execWords(value: string, variables: Variables): readonly string[] {
  const [, prefixes = "", line = ""] = /^([-@:+!|]*)(.*)$/s.exec(value) ?? [];
  if (/(^|\s)\\?;(\s|$)/.test(line)) throw new Error("ExecStart holds several commands");
  const [path = "", ...rest] = unitWords(line, "escapes").map(withoutSpecifiers);
  if (path === "" || path.includes("$")) throw new Error("ExecStart names no program");
  // Behind @ the second word is what the program is called.
  const argv = prefixes.includes("@") ? rest : [path, ...rest];
  return prefixes.includes(":") ? argv : argv.flatMap((word) => expandWord(word, variables));
}

type Service = { readonly starts: readonly UnitText[]; readonly variables: Variables };

/** The settings of [Service] that decide on the command line; an empty one takes back what came before. */
function readService(unitFiles: readonly UnitText[]): Service {
  let starts: readonly UnitText[] = [];
  let variables: Variables = new Map();
  for (const { file, text } of unitFiles) {
    for (const { section, name, value } of unitSettings(text)) {
      if (section !== "Service") continue;
      if (name === "ExecStart") starts = value === "" ? [] : [...starts, { file, text: value }];
      if (name === "Environment") variables = withEnvironment(variables, value);
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
export function nextStart(unitFiles: readonly UnitText[], environmentFiles: readonly UnitText[]): NextStart {
  const { starts, variables } = readService(unitFiles);
  const [start, ...more] = starts;
  if (start === undefined || more.length > 0) throw new Error(`the unit has ${starts.length} ExecStart=`);
  const fromFiles = environmentFiles.flatMap(({ text }) => [...parseEnvironmentFile(text)]);
  const all = new Map([...variables, ...fromFiles]);
  const words = execWords(start.text, all).map((text) => ({ text, line: 1 }));
  const command = commandOf(words, Object.fromEntries(all));
  if (command.component !== "kubelet") throw new Error("ExecStart does not start the kubelet itself");
  return { argv: command.words.map(({ text }) => text), file: start.file, fromShell: command.fromShell };
}

import { baseName } from "../../evidence/base-name.ts";
import { asComponent, type ComponentName } from "../../evidence/processes.ts";
import { simpleCommands } from "./shell-words.ts";

/** A word of a command line with its line in the file that it stands in. */
export type PlacedWord = {
  readonly text: string;
  readonly line: number;
  /** A block (`|`) of YAML: its text starts on the next line. */
  readonly isBlock?: boolean;
};

/** What a command line starts in the end, past shells and wrappers. Undefined component: none that is judged. */
export type ComponentCommand = {
  readonly component: ComponentName | undefined;
  readonly words: readonly PlacedWord[];
  /** The words were split out of a shell's script. */
  readonly fromShell: boolean;
};

// Until 1.18 hyperkube knew its parts by short names too: `hyperkube apiserver`.
const hyperkubePart = (name: string): ComponentName | undefined => asComponent(name) ?? asComponent(`kube-${name}`);

/** The component that a command line starts, by its first word (`hyperkube NAME` by its second), never by a file name. */
export function componentOf(argv: readonly string[]): ComponentName | undefined {
  const name = baseName(argv[0] ?? "");
  return name === "hyperkube" ? hyperkubePart(baseName(argv[1] ?? "")) : asComponent(name);
}

/** Programs that start what stands behind them, each with its flags that take the next word. */
const wrappers: ReadonlyMap<string, readonly string[]> = new Map([
  ["tini", ["-p", "-e"]],
  ["tini-static", ["-p", "-e"]],
  ["dumb-init", ["-r", "--rewrite"]],
  // kube-log-runner under its names in Kubernetes' images and in kOps; Go's flag package, so that one dash will do.
  ...["go-runner", "kube-log-runner"].map(
    (name) =>
      [name, ["log-file", "log-file-size", "flush-interval"].flatMap((flag) => [`-${flag}`, `--${flag}`])] as const,
  ),
  // OpenShift's; its flags come with `=`.
  ["watch-termination", []],
]);

/** The words behind a wrapper and its flags; undefined where that is not certain. */
function behindWrapper(words: readonly PlacedWord[]): readonly PlacedWord[] | undefined {
  const taking = wrappers.get(baseName(words[0]?.text ?? ""));
  if (taking === undefined) return undefined;
  for (let index = 1; index < words.length; index += 1) {
    const { text } = words[index] ?? { text: "" };
    if (text === "--") return words.slice(index + 1);
    if (!text.startsWith("-")) return words.slice(index);
    if (taking.includes(text)) index += 1;
  }
  return [];
}

const shells = ["sh", "bash", "dash", "ash"];

/** The script that `sh -c` gets, and false where the words start no shell. @throws Error where a shell gets it otherwise. */
function scriptOf(words: readonly PlacedWord[]): PlacedWord | false {
  const isBusybox = baseName(words[0]?.text ?? "") === "busybox";
  const [shell, ...rest] = isBusybox ? words.slice(1) : words;
  if (!shells.includes(baseName(shell?.text ?? ""))) return false;
  let isScript = false;
  for (let index = 0; index < rest.length; index += 1) {
    const { text } = rest[index] ?? { text: "" };
    const letters = /^-([ceuxlo]+)$/.exec(text)?.[1];
    if (letters === undefined) {
      const script = rest[text === "--" ? index + 1 : index];
      if (isScript && script !== undefined && !script.text.startsWith("-")) return script;
      break;
    }
    isScript ||= letters.includes("c");
    if (letters.includes("o")) index += 1;
  }
  throw new Error("a shell starts it from a file or with other options than -c");
}

// What can run first without any effect on the words of the command behind it.
const harmless = ["chmod", "chown", "echo", "ln", "mkdir", "mkfifo", "rm", "sleep", "touch", "ulimit", "umask"];

function isHarmless([name, ...options]: readonly PlacedWord[]): boolean {
  if (name?.text === "set") return options.every(({ text }) => /^(-[eux]+o?|-o|pipefail)$/.test(text));
  // An exec of redirections only.
  return harmless.includes(name?.text ?? "") || (name?.text === "exec" && options.length === 0);
}

/** The one command that a script is about: its last. */
function lastCommand(script: PlacedWord, variables: Readonly<Record<string, string>>): readonly PlacedWord[] {
  const firstLine = script.line + (script.isBlock === true ? 1 : 0);
  const commands = simpleCommands(script.text, variables).map((words) =>
    words.map(({ text, row }) => ({ text, line: script.isBlock === true ? firstLine + row : firstLine })),
  );
  const before = commands.slice(0, -1);
  const other = before.find((words) => !isHarmless(words));
  if (other !== undefined) throw new Error(`its script runs ${JSON.stringify(other[0]?.text)} first`);
  const words = commands.at(-1) ?? [];
  const command = words[0]?.text === "exec" ? words.slice(1) : words;
  const [first] = command;
  if (first === undefined || first.text.startsWith("-") || /^[A-Za-z_]\w*\+?=/.test(first.text)) {
    throw new Error("its script sets variables or options for its last command");
  }
  return command;
}

// One or two are usual.
const stepsAtMost = 20;

/**
 * What a command line starts: past `sh -c`, `exec`, and wrappers that are known.
 * @throws Error where a shell starts something whose words cannot be told.
 */
export function commandOf(given: readonly PlacedWord[], variables: Readonly<Record<string, string>>): ComponentCommand {
  let words = given;
  let fromShell = false;
  for (let step = 0; step <= stepsAtMost; step += 1) {
    const script = scriptOf(words);
    const behind = script === false ? behindWrapper(words) : lastCommand(script, variables);
    if (behind === undefined) return { component: componentOf(words.map(({ text }) => text)), words, fromShell };
    fromShell ||= script !== false;
    words = behind;
  }
  throw new Error(`it is started by more than ${stepsAtMost} programs one after the other`);
}

const isProgram = (text: string): boolean => !text.startsWith("-") && asComponent(baseName(text)) !== undefined;

/** Whether a script whose words cannot be told may start a component: one is named as a program is. */
export const scriptMayStartComponent = (words: readonly PlacedWord[]): boolean =>
  words.some(({ text }) => text.split(/[\s;&|()"'`]+/).some(isProgram));

/**
 * Whether a program that is not known may start a component: one is named where no flag wants a value, or in what
 * stands behind -c, as a shell of another name gets its script.
 */
export const argumentNamesComponent = (words: readonly PlacedWord[]): boolean =>
  words.some((word, index) => {
    const before = words[index - 1]?.text ?? "";
    if (/^-\w*c$/.test(before)) return scriptMayStartComponent([word]);
    return index > 0 && isProgram(word.text) && (before === "--" || before.includes("=") || !before.startsWith("-"));
  });

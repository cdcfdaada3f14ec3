import { type Call, literal, parseShell, type ShellProgram, type Word } from "./shell-syntax.ts";

// The shell's own, none of which changes anything beyond the shell. `exec` and `command` have rules of their own.
const builtins = new Set(
  ": [ break continue echo exit export printf read return set shift true ulimit umask unset".split(" "),
);

// Programs that only read, whatever their arguments.
const readers = new Set("base64 grep head id ls od readlink realpath sha256sum shasum stat tr wc".split(" "));

/** Commands that a word of another command starts: `timeout 5 nft`, `setpriv sh`. */
const startedBy = (words: readonly (string | undefined)[], options: RegExp): number =>
  words.findIndex((word, index) => index > 0 && (word === undefined || !options.test(word)));

/** What is wrong with a command, in words; undefined where it can only read. Of commands in it `check` says the same. */
function objection(call: Call, functions: ReadonlySet<string>): string | undefined {
  const words = call.words.map(literal);
  const [command] = words;
  const has = (pattern: RegExp): boolean => words.some((word) => word !== undefined && pattern.test(word));
  const within = (...names: readonly string[]): boolean => names.includes(call.within);
  const started = (from: number): string | undefined =>
    from < 1 ? "starts nothing that is known" : objection({ ...call, words: call.words.slice(from) }, functions);
  const text = call.text.replace(/\s+/g, " ");
  switch (command) {
    case undefined:
      return isAskVersion(call.words[0]) ? undefined : "a command that is not named";
    case "command":
      return words[1] === "-v" || words[1] === "ulimit" ? undefined : "command without -v";
    case "exec":
      return words.length === 1 || within("", "su") ? undefined : started(1);
    case "print":
      return within("printf") ? undefined : "print elsewhere than in mksh's printf";
    case "date":
      return /^date -u \+[%A-Za-z:-]+$/.test(text) ? undefined : "date that may set the clock";
    case "sort":
      return has(/^(-[a-zA-Z]*o|--output)/) ? "sort into a file" : undefined;
    case "sed":
      return has(/^(-[a-zA-Z]*[is]|--in-place)/) ? "sed in place" : undefined; // its scripts are tried by GNU's --sandbox
    case "awk":
      return /^awk "\$((to|from)_base64|gathered|approved|homes)"( \/proc\/mounts \/etc\/passwd)?$/.test(text)
        ? undefined
        : "an awk program that is not known";
    case "openssl":
      return words[1] === "base64" || words[1] === "dgst" ? undefined : "openssl that may write";
    case "systemctl":
      return words[1] === "show" ? undefined : "systemctl that may act";
    case "busctl":
      return /^timeout -s KILL 5 busctl --system call (\S+) \S+ \\ \1\.Manager ListUnitsByNames as \$# "\$@"$/.test(
        text,
      )
        ? undefined
        : "busctl that may act";
    case "nft":
      return within("ask_nft") ? undefined : "nft elsewhere than in ask_nft";
    case "ask_nft":
    case "nft_json": {
      const asked = words[1] === "-j" ? call.words[2] : call.words[1];
      if (literal(asked) === "list") return undefined;
      return within("nft_json") && text === 'ask_nft -j "$@"' ? undefined : "nft is asked for more than lists";
    }
    case "find":
      return objectionToFind(call, functions);
    case "timeout":
      return started(startedBy(words, /^(-s|KILL|\d+)$/));
    case "env":
      return /^(exec )?.*env -i( [A-Z]+=[A-Za-z:/]+)+ \/proc\/self\/fd\/3 version --client -o json$/.test(text)
        ? undefined
        : "env of something else";
    case "sh":
      return words[1] === "-c" ? objectionToText(call.words[2], functions) : "sh without -c";
    case "su":
      return words[4] === "-c" ? objectionToText(call.words[5], functions) : "su without -c";
    case "setpriv":
    case "chroot":
      return started(startedBy(words, /^(--.*|\/)$/));
    default:
      if (functions.has(command) || builtins.has(command) || readers.has(command)) return undefined;
      return `${command} is not known to only read`;
  }
}

function objectionToFind(call: Call, functions: ReadonlySet<string>): string | undefined {
  const known = /^(find|-H|-mindepth|-maxdepth|-type|-path|-o|-exec|-[fl]|[01a-z/]|[{}+();\\]+)$/;
  for (const [index, word] of call.words.entries()) {
    const text = literal(word);
    if (call.words[index - 1] !== undefined && literal(call.words[index - 1]) === "-exec") {
      const found = objection({ ...call, words: call.words.slice(index) }, functions);
      if (found !== undefined) return found;
    }
    if (text?.startsWith("-") && !known.test(text) && !/^-(c|L)$/.test(text)) return `find ${text}`;
  }
  return undefined;
}

/** A program within the program: its text, or the one variable that holds one. */
function objectionToText(word: Word | undefined, functions: ReadonlySet<string>): string | undefined {
  const text = literal(word);
  if (text !== undefined) return objectionsTo(parseShell(text), functions)[0];
  return isAskVersion(word) ? undefined : "a program that is not known";
}

/** The command that is kept in a variable, for it is started in several ways; its words are tested by themselves. */
const isAskVersion = (word: Word | undefined): boolean => JSON.stringify(word ?? "").includes('"Value":"ask_version"');

const harmless = /^(\d?>\s?\/dev\/null|\d?[<>]&[-\d]|\d?<\s?[^<>&].*)$/s;

/** Everything in a program that could do more than read, each with its reason. */
export function objectionsTo(program: ShellProgram, known: ReadonlySet<string> = new Set()): readonly string[] {
  const functions = new Set([...known, ...program.functions]);
  return [
    ...program.calls.flatMap((call) => {
      const found = objection(call, functions);
      return found === undefined ? [] : [`${found}: ${call.text.split("\n")[0]}`];
    }),
    ...program.redirections.filter(({ text }) => !harmless.test(text)).map(({ text }) => `redirection: ${text}`),
  ];
}

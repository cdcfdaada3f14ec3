import { type DescribedCommand, type DescribedValue, withAllBelow } from "./described-command.ts";

type Case = readonly [pattern: string, body: string];

/** The branches of a `case`; patterns that lead to the same stand together. */
function branches(cases: readonly Case[]): string {
  const patterns = new Map<string, string[]>();
  // What stands in quotes is no pattern to bash: a place that stands for any number is.
  const written = (pattern: string): string => (pattern.endsWith("*") ? `'${pattern.slice(0, -1)}'*` : `'${pattern}'`);
  for (const [pattern, body] of cases) patterns.set(body, [...(patterns.get(body) ?? []), written(pattern)]);
  return [...patterns].map(([body, all]) => `    ${all.join(" | ")}) ${body} ;;\n`).join("");
}

const placeOf = (...words: readonly string[]): string => words.join(" ");

/** What sets `words` or `files` for a place. */
function offered({ wanted }: DescribedValue): string | undefined {
  if (wanted.kind === "words") return `words='${wanted.words.join(" ")}'`;
  if (wanted.kind === "file") return "files=-f";
  if (wanted.kind === "folder") return "files=-d";
  return undefined;
}

const offeredAt = (place: string, value: DescribedValue): readonly Case[] => {
  const body = offered(value);
  return body === undefined ? [] : [[place, body]];
};

/** Where options have a value; `several` is followed by values until the next option. */
const takers = (commands: readonly DescribedCommand[]): readonly Case[] =>
  commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }): Case[] =>
      value === undefined
        ? []
        : names.map((name) => [placeOf(...path, name), `takes=${value.several ? "several" : "one"}`]),
    ),
  );

const optionValues = (commands: readonly DescribedCommand[]): readonly Case[] =>
  commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.flatMap((name) => offeredAt(placeOf(...path, name), value)),
    ),
  );

const commandArguments = (commands: readonly DescribedCommand[]): readonly Case[] =>
  commands.flatMap(({ path, arguments: values, commands: below }) => [
    ...(below.length === 0
      ? []
      : [[placeOf(...path, "0"), `words='${below.map((command) => command.path.at(-1)).join(" ")}'`] as const]),
    ...values.flatMap((value, at) => offeredAt(placeOf(...path, value.several ? "*" : String(at)), value)),
  ]);

/**
 * A completion script for bash, 3.2 and later, that needs nothing but bash: bash(1), Programmable Completion. Bash takes
 * `--format=html` apart at the `=`, which is a word of its own then.
 */
export function bashCompletion(program: DescribedCommand): string {
  const commands = withAllBelow(program);
  const paths = commands.slice(1).map(({ path }): Case => [placeOf(...path), "at=$place given=0"]);
  const options = commands.map(
    ({ path, options: all }): Case => [placeOf(...path), `words='${all.flatMap(({ names }) => names).join(" ")}'`],
  );
  return `# bash completion for plimsoll: source it, or keep it as plimsoll in a folder of bash-completion.
_plimsoll() {
  local word=\${COMP_WORDS[COMP_CWORD]} at='' option='' takes='' words='' files='' place before line
  local -i given=0 index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    before=\${COMP_WORDS[index]}
    if [[ $before == '=' ]]; then continue; fi
    if [[ $before != -* && -n $takes ]]; then
      if [[ $takes == one ]]; then takes=''; fi
      continue
    fi
    takes=''
    place="\${at:+$at }$before"
    if [[ $before == -* ]]; then
      option=$before
      case $place in
${branches(takers(commands)).replaceAll(/^/gm, "    ").trimEnd()}
      esac
    else
      case $place in
${branches(paths).replaceAll(/^/gm, "    ").trimEnd()}
        *) given+=1 ;;
      esac
    fi
  done
  if [[ $word == '=' ]]; then word=''; fi
  if [[ $word == -* ]]; then
    case $at in
${branches(options).trimEnd()}
    esac
  elif [[ -n $takes ]]; then
    case "\${at:+$at }$option" in
${branches(optionValues(commands)).trimEnd()}
    esac
  else
    case "\${at:+$at }$given" in
${branches(commandArguments(commands)).trimEnd()}
    esac
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$files" -- "$word")
  elif [[ -n $words ]]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$word")
  fi
}
complete -F _plimsoll plimsoll
`;
}

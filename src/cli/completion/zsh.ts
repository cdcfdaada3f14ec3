import { type DescribedCommand, type DescribedOption, type DescribedValue, withAllBelow } from "./described-command.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A text within a specification of _arguments, where these end it. */
const escaped = (text: string): string => text.replaceAll(/[\\[\]:]/g, "\\$&");

/** `:message:action` of _arguments; an action of one space offers nothing and says what is wanted. */
function offered({ name, wanted }: DescribedValue): string {
  if (wanted.kind === "words") return `:${escaped(name)}:(${wanted.words.map(escaped).join(" ")})`;
  if (wanted.kind === "file") return `:${escaped(name)}:_files`;
  if (wanted.kind === "folder") return `:${escaped(name)}:_files -/`;
  return `:${escaped(name)}: `;
}

/** An option that has a value may come again, for some do; one that has none need not. */
function optionSpecs({ names, description, value }: DescribedOption): readonly string[] {
  const text = `[${escaped(description)}]`;
  if (value === undefined) return names.map((name) => quoted(`(${names.join(" ")})${name}${text}`));
  const optional = value.required ? "" : ":";
  const sign = (name: string): string => (name.startsWith("--") ? "=" : "+");
  // Values up to the next option are a "*" of their own.
  const values = value.several ? `:*-*${offered(value)}` : `${optional}${offered(value)}`;
  return names.map((name) => quoted(`*${name}${sign(name)}${text}${values}`));
}

const argumentSpec = (value: DescribedValue, at: number): string => {
  if (value.several) return quoted(`*${offered(value)}`);
  return quoted(`${at + 1}${value.required ? "" : ":"}${offered(value)}`);
};

const nameOf = (path: readonly string[]): string => ["_plimsoll", ...path].join("_").replaceAll("-", "_");

function withCommands({ path, commands }: DescribedCommand, specs: readonly string[]): string {
  const listed = commands.map(({ path: below, description }) => quoted(`${below.at(-1)}:${description}`));
  const cases = commands.map(({ path: below }) => `    ${below.at(-1)}) ${nameOf(below)} ;;`);
  return `${nameOf(path)}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands
  commands=(
    ${listed.join("\n    ")}
  )
  _arguments -C -s -S \\
    ${[...specs, "'1: :->command'", "'*:: :->rest'"].join(" \\\n    ")}
  case $state in
  command) _describe command commands ;;
  rest)
    case $line[1] in
${cases.join("\n")}
    esac
    ;;
  esac
}
`;
}

function functionOf(command: DescribedCommand): string {
  const options = command.options.flatMap(optionSpecs);
  if (command.commands.length > 0) return withCommands(command, options);
  const specs = [...options, ...command.arguments.map(argumentSpec)];
  return `${nameOf(command.path)}() {
  _arguments -s -S \\
    ${specs.join(" \\\n    ")}
}
`;
}

/** A completion script for zsh, 5.0 and later: zshcompsys(1), `_arguments`. */
export const zshCompletion = (program: DescribedCommand): string =>
  `#compdef plimsoll
# zsh completion for plimsoll: keep it as _plimsoll in a folder of fpath, or source it after compinit.
${withAllBelow(program).map(functionOf).join("\n")}
if [[ $funcstack[1] == _plimsoll ]]; then _plimsoll "$@"; else compdef _plimsoll plimsoll; fi
`;

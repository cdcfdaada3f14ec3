import { type DescribedCommand, type DescribedValue, type Wanted, withAllBelow } from "./described-command.ts";

/** In single quotes, where fish knows no escapes but those two. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, "\\$&")}'`;

/** Folders alone are a function of fish's own; `-F` offers files in spite of the `-f` that is said for all of plimsoll. */
function offered(wanted: Wanted): readonly string[] {
  if (wanted.kind === "words") return ["-a", quoted(wanted.words.join(" "))];
  if (wanted.kind === "file") return ["-F"];
  if (wanted.kind === "folder") return ["-a", quoted("(__fish_complete_directories)")];
  return [];
}

/** `-x` is a value and no files, `-r` a value. */
function takenValue(value: DescribedValue | undefined): readonly string[] {
  if (value === undefined || !value.required) return [];
  return [value.wanted.kind === "file" ? "-r" : "-x", ...offered(value.wanted)];
}

const nameOf = (name: string): readonly string[] =>
  name.startsWith("--") ? ["-l", name.slice(2)] : ["-s", name.slice(1)];

function linesOf({ path, options, arguments: values, commands }: DescribedCommand): readonly string[] {
  const next = ["-n", quoted(["__plimsoll_at", ...path].join(" "))];
  const here = path.length === 0 ? next : ["-n", quoted(["__plimsoll_in", ...path].join(" "))];
  return [
    ...commands.map(({ path: below, description }) => [...next, "-a", below.at(-1) ?? "", "-d", quoted(description)]),
    ...options.map(({ names, value, description }) => [
      ...here,
      ...names.flatMap(nameOf),
      ...takenValue(value),
      ...["-d", quoted(description)],
    ]),
    ...values.filter(({ wanted }) => wanted.kind !== "free").map(({ wanted }) => [...here, ...offered(wanted)]),
  ].map((words) => `complete -c plimsoll ${words.join(" ")}`);
}

/** A completion script for fish, 3.0 and later: complete(1) of fish. */
export const fishCompletion = (program: DescribedCommand): string =>
  `# fish completion for plimsoll: keep it as ~/.config/fish/completions/plimsoll.fish
function __plimsoll_words
    string match -v -- '-*' (commandline -opc)[2..]
end
function __plimsoll_at -d 'These words were typed, and no others but options'
    set -l typed (__plimsoll_words)
    test "$typed" = "$argv"
end
function __plimsoll_in -d 'These words were typed, and maybe others'
    set -l typed (__plimsoll_words)
    set -l last (count $argv)
    test "$typed[1..$last]" = "$argv"
end
complete -c plimsoll -f
${withAllBelow(program).flatMap(linesOf).join("\n")}
`;

import type { Argument, Command, Option } from "commander";

/** What may be typed in a place: one of these words, the path of a file or folder, or something that nobody can list. */
export type Wanted =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "file" | "folder" | "free" };

/** An option, and what follows it. */
export type DescribedOption = {
  /** As they are typed: `-i`, `--inventory`. */
  readonly names: readonly string[];
  readonly description: string;
  /** What it is where it is not given, as help says it. */
  readonly otherwise?: string;
  /** Undefined where it is given or not. */
  readonly value?: DescribedValue;
};

/** A value of an option, or an argument of a command. */
export type DescribedValue = {
  /** As help names it, without brackets: `file`. */
  readonly name: string;
  readonly required: boolean;
  readonly several: boolean;
  readonly wanted: Wanted;
};

/** A command, with those below it. */
export type DescribedCommand = {
  /** The words that lead to it after `plimsoll`; none for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  /** What is typed for it in all: `plimsoll diff [options] <before> <after>`. */
  readonly usage: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly (DescribedValue & { readonly description: string })[];
  readonly commands: readonly DescribedCommand[];
};

/** What a value is, by the name that help has for it: the only place where the command line says so. */
export const kinds: Readonly<Record<string, "file" | "folder" | "free">> = {
  after: "folder",
  before: "folder",
  category: "free",
  dir: "folder",
  file: "file",
  "i/n": "free",
  list: "free",
  name: "free",
  names: "free",
  new: "file",
  number: "free",
  old: "file",
  options: "free",
  path: "file",
  paths: "file",
  program: "file",
  run: "folder",
  shards: "folder",
  time: "free",
  url: "file",
};

/** The command line as it is declared, for whoever writes it down for a shell or a person. */
export function describedCommand(command: Command, path: readonly string[] = []): DescribedCommand {
  const help = command.createHelp();
  const below = [...help.visibleCommands(command)];
  const names = below.map((part) => part.name());
  return {
    path,
    description: command.description(),
    usage: ["plimsoll", ...path, command.usage()].join(" "),
    options: help.visibleOptions(command).map(describedOption),
    arguments: command.registeredArguments.map(describedArgument),
    commands: below.map((part) => {
      const described = describedCommand(part, [...path, part.name()]);
      return part.name() === "help" ? { ...described, arguments: described.arguments.map(oneOf(names)) } : described;
    }),
  };
}

const oneOf =
  (names: readonly string[]) =>
  <T extends DescribedValue>(value: T): T => ({
    ...value,
    wanted: { kind: "words", words: names.filter((name) => name !== "help") },
  });

function describedOption(option: Option): DescribedOption {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  const [, name] = /[<[](.+?)(?:\.\.\.)?[>\]]/.exec(option.flags) ?? [];
  if (name === undefined) return { names, description: option.description };
  const { required, variadic: several } = option;
  return {
    names,
    description: option.description,
    ...(option.defaultValue === undefined
      ? {}
      : { otherwise: option.defaultValueDescription ?? String(option.defaultValue) }),
    value: { name, required, several, wanted: wanted(name, option.argChoices) },
  };
}

const describedArgument = (argument: Argument) => ({
  name: argument.name(),
  description: argument.description,
  required: argument.required,
  several: argument.variadic,
  wanted: wanted(argument.name(), argument.argChoices),
});

const wanted = (name: string, words: readonly string[] | undefined): Wanted =>
  words === undefined ? { kind: kinds[name] ?? "free" } : { kind: "words", words };

/** A command and all below it. */
export const withAllBelow = (command: DescribedCommand): readonly DescribedCommand[] => [
  command,
  ...command.commands.flatMap(withAllBelow),
];

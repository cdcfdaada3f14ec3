import { Command, InvalidArgumentError, Option } from "commander";
import type { Category } from "../../benchmark/requirement.ts";
import type { DiffFlags, DiffFormat } from "../commands/diff.ts";
import type { CommandContext } from "./command-context.ts";
import { categoryNamed } from "./judging.ts";
import { jsonOption } from "./options.ts";

const formats = ["console", "html"] as const satisfies readonly DiffFormat[];

function readCategory(text: string): Category {
  const category = categoryNamed(text);
  if (category !== undefined) return category;
  throw new InvalidArgumentError("It must be I, II or III; without one write it after the two runs.");
}

const failOnNewOption = () =>
  new Option(
    "--fail-on-new [category]",
    "exit 1 where something of this category (I, II, III; default III) and above is newly open, else 3 where coverage was lost",
  ).argParser(readCategory);

/** `plimsoll diff BEFORE AFTER`: what is different between two runs of a cluster; exit 0 unless --fail-on-new says otherwise. */
export const diffCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("diff")
    .description("compare two runs of a cluster: what is newly open, fixed, no longer seen, or otherwise")
    .argument("<before>", "folder of the one run")
    .argument("<after>", "folder of the other")
    .addOption(new Option("--format <name>", "how it is shown").choices(formats).default("console"))
    .addOption(new Option("-o, --output <file>", "a new file for it, instead of standard output"))
    .addOption(jsonOption())
    .addOption(failOnNewOption())
    .action(async (before: string, after: string, flags: DiffFlags) => {
      const { diff } = await import("../commands/diff.ts");
      finish(diff(before, after, flags, terminal));
    });

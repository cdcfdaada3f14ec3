import { Argument, Command } from "commander";
import type { Shell } from "../commands/completion.ts";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

/** `plimsoll completion SHELL`: a script that lets a shell complete plimsoll's commands, options and files. */
export const completionCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("completion")
    .description("print a script that completes commands, options and files in a shell")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addOption(jsonOption())
    .action(async (shell: Shell, flags: JsonFlag, command: Command) => {
      const { printCompletion } = await import("../commands/completion.ts");
      finish(printCompletion(shell, command.parent ?? command, flags, terminal));
    });

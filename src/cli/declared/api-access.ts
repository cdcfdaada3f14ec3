import { Command } from "commander";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll api-access`: the rights that an audit needs of the API server, to be granted. `check` says which are there. */
export const apiAccessCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("api-access")
    .description("print the ClusterRole that an audit needs")
    .addOption(jsonOption())
    .action(async (flags: JsonFlag) => {
      const { printApiAccess } = await import("../commands/api-access.ts");
      finish(printApiAccess(flags, terminal));
    });

import { Command, Option } from "commander";
import type { ApiAccessFlags } from "../api-access-command.ts";
import type { CommandContext } from "./command-context.ts";
import { withLoginOptions } from "./options.ts";

/** `plimsoll api-access`: the rights that an audit needs of the API server, and whether they are there. */
export const apiAccessCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("api-access")
      .description("print the ClusterRole that an audit needs, or check that its rights are there")
      .addOption(new Option("-i, --inventory <file>", "ask its API server which of the rights are there"))
      .action(async (flags: ApiAccessFlags) => {
        const { apiAccess } = await import("../api-access-command.ts");
        finish(await apiAccess(flags, terminal));
      }),
  );

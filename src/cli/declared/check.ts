import { Command, Option } from "commander";
import type { CheckFlags } from "../commands/check/check.ts";
import type { CommandContext } from "./command-context.ts";
import { benchmarkOption, releaseOption } from "./judging.ts";
import { withLoginOptions } from "./logins.ts";
import { concurrencyOption, fromOption, inventoryOption, jsonOption } from "./options.ts";

/** `plimsoll check`: what an audit would not see, before it is made. */
export const checkCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("check")
      .description(
        "try each host of an inventory as far as an audit's first answer (name, port, host key, login, sudo, reader), and " +
          "the API server's nodes and rights; say what would be Not Reviewed, and how to mend it",
      )
      .addOption(inventoryOption())
      .addOption(fromOption())
      .addOption(concurrencyOption())
      .addOption(benchmarkOption())
      .addOption(releaseOption())
      .addOption(
        new Option(
          "--no-login",
          "come as far as each host's key, and log in nowhere but at jump hosts and the host of `via`",
        ),
      )
      .addOption(new Option("--no-hosts", "ask the API server only").conflicts(["from", "concurrency"]))
      .addOption(new Option("--no-api", "try the hosts only"))
      .addOption(jsonOption())
      .action(async (flags: CheckFlags) => {
        const { check } = await import("../commands/check/check.ts");
        finish(await check(flags, terminal));
      }),
  );

import { Command } from "commander";
import type { TrustFlags } from "../commands/trust/trust.ts";
import type { CommandContext } from "./command-context.ts";
import { withLoginOptions } from "./logins.ts";
import { concurrencyOption, inventoryOption, jsonOption } from "./options.ts";

/** `plimsoll trust`: host keys into known_hosts, once somebody has confirmed them. */
export const trustCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("trust")
      .description(
        "show the fingerprints of hosts and bastions that known_hosts does not have, and add those that are confirmed; " +
          "logs in nowhere but at bastions",
      )
      .addOption(inventoryOption())
      .addOption(concurrencyOption())
      .addOption(jsonOption())
      .option(
        "--fingerprints <file>",
        "what consoles say: confirms the keys that match (lines of a host's name, then what ssh-keygen -lf prints there)",
      )
      .action(async (flags: TrustFlags) => {
        const { trust } = await import("../commands/trust/trust.ts");
        finish(await trust(flags, terminal));
      }),
  );

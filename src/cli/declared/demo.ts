import { Command } from "commander";
import type { DemoFlags } from "../commands/demo.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption, outputOption } from "./options.ts";

/** `plimsoll demo`: an audit with no cluster at hand. */
export const demoCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("demo")
    .description("audit an embedded three-node cluster behind real SSH and HTTPS servers on loopback")
    .addOption(outputOption())
    .addOption(jsonOption())
    .action(async (flags: DemoFlags) => {
      const { demo } = await import("../commands/demo.ts");
      finish(await demo(flags, terminal));
    });

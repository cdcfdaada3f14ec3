import { Command } from "commander";
import type { AssessFlags } from "../commands/assess.ts";
import type { CommandContext } from "./command-context.ts";
import { decisionsOption, withJudgingOptions } from "./judging.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll assess RUN`: judges kept evidence again, without any network. */
export const assessCommand = ({ terminal, finish }: CommandContext): Command =>
  withJudgingOptions(
    new Command("assess")
      .description("judge the evidence of a run again, without any network")
      .argument("<run>", "folder of a run")
      .addOption(decisionsOption("those kept with the run"))
      .addOption(jsonOption()),
  ).action(async (run: string, flags: AssessFlags) => {
    const { assessAgain } = await import("../commands/assess.ts");
    finish(await assessAgain(run, flags, terminal));
  });

import { Command } from "commander";
import type { AuditFlags } from "../commands/audit.ts";
import type { CommandContext } from "./command-context.ts";
import { deadlineOption } from "./deadline.ts";
import { decisionsOption, withJudgingOptions } from "./judging.ts";
import { withLoginOptions } from "./logins.ts";
import {
  checklistOption,
  concurrencyOption,
  emptyNotReviewedOption,
  formatOption,
  fromOption,
  inventoryOption,
  jsonOption,
  logLevelOption,
  outputOption,
  quietOption,
  resumeOption,
  shardOption,
} from "./options.ts";
import { withScheduledOptions } from "./scheduled.ts";

/** What says how a whole run is judged and shown: nothing to tell a shard. */
const ofWholeRuns = ["format", "checklist", "emptyNotReviewed", "only", "benchmark", "release", "benchmarkFile"];

/** `plimsoll audit`. */
export const auditCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    withScheduledOptions(
      withJudgingOptions(
        new Command("audit")
          .description("ask the hosts of an inventory, judge what they show, write report and checklist")
          .addOption(inventoryOption())
          .addOption(outputOption())
          .addOption(resumeOption())
          .addOption(fromOption())
          .addOption(shardOption().conflicts([...ofWholeRuns, "previous", "failOn"]))
          .addOption(decisionsOption("the inventory's"))
          .addOption(formatOption())
          .addOption(checklistOption())
          .addOption(emptyNotReviewedOption())
          .addOption(concurrencyOption())
          .addOption(deadlineOption()),
      ),
    )
      .addOption(jsonOption())
      .addOption(quietOption())
      .addOption(logLevelOption())
      .action(async (flags: AuditFlags) => {
        const { audit } = await import("../commands/audit.ts");
        finish(await audit(flags, terminal));
      }),
  );

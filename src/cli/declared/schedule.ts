import { Command, InvalidArgumentError, Option } from "commander";
import { type Moment, momentNamed } from "../../schedule/moment.ts";
import type { ScheduleFlags } from "../commands/schedule.ts";
import type { CommandContext } from "./command-context.ts";
import { inventoryOption, jsonOption } from "./options.ts";

const kinds = ["systemd", "cron", "cronjob"] as const satisfies readonly ScheduleFlags["as"][];

function readMoment(text: string): Moment {
  const moment = momentNamed(text);
  if (moment === undefined) throw new InvalidArgumentError("It must be a time such as 03:00, or mon,thu 03:00.");
  return moment;
}

/** `plimsoll schedule`: what starts audits of an inventory by a clock. */
export const scheduleCommand = (context: CommandContext): Command =>
  new Command("schedule")
    .description(
      "print what starts an audit by a clock: units of systemd, a line of a crontab, a CronJob of Kubernetes",
    )
    .argument("[options...]", "options of audit, after --: -- --benchmark all --syslog")
    .addOption(inventoryOption())
    .addOption(new Option("--as <kind>", "for which clock").choices(kinds).makeOptionMandatory())
    .addOption(
      new Option("--at <time>", "03:00 each day, or mon,thu 03:00")
        .argParser(readMoment)
        .default(momentNamed("03:00"), "03:00"),
    )
    .option("-o, --output <dir>", "write the units there, instead of printing them")
    .addOption(jsonOption())
    .action(async (more: readonly string[], flags: ScheduleFlags) => {
      const { schedule } = await import("../commands/schedule.ts");
      await schedule(more, flags, context);
    });

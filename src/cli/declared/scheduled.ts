import { type Command, InvalidArgumentError, Option } from "commander";

/** What `audit` and `merge` are told where a schedule starts them again and again. */
export type ScheduledFlags = {
  /** Folder of one cluster's runs. */
  readonly runs?: string;
  readonly keep?: number;
  /** A program that is told of changes. */
  readonly onChange?: string;
  /** A server that is told of them: its URL, or a file that holds it. */
  readonly webhook?: string;
  readonly syslog?: true;
  /** A file of metrics. */
  readonly prometheus?: string;
};

// Fewer, and the run that the newest one was compared with would go.
const fewestKept = 2;

function readKeep(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < fewestKept || value > 100_000)
    throw new InvalidArgumentError("It must be a number of runs, 2 at least: the last, and the one before.");
  return value;
}

const runsOption = () =>
  new Option(
    "--runs <dir>",
    "folder of this cluster's runs, for schedules: the run goes there by its time, one audit at a time, is compared with " +
      "the last one, and the link latest leads to it",
  ).conflicts(["output", "resume", "shard"]);
const keepOption = () =>
  new Option("--keep <number>", "with --runs: remove this cluster's runs there but so many, the newest").argParser(
    readKeep,
  );

const onChangeOption = () =>
  new Option(
    "--on-change <program>",
    "with --runs: start it where something changed since the last run (no shell, no arguments); it gets the difference as " +
      "JSON on standard input",
  );
const webhookOption = () =>
  new Option(
    "--webhook <url>",
    "with --runs: send a summary as JSON where something changed (https, or a file of yours alone that holds the URL)",
  );
const syslogOption = () => new Option("--syslog", "with --runs: a line in the system's log, by logger(1)");
const prometheusOption = () =>
  new Option("--prometheus <file>", "with --runs: write metrics for node_exporter's textfile collector (*.prom)");

/** The options of what a schedule starts. */
export const withScheduledOptions = (command: Command): Command =>
  [runsOption, keepOption, onChangeOption, webhookOption, syslogOption, prometheusOption].reduce(
    (given, option) => given.addOption(option()),
    command,
  );

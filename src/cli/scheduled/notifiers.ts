import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { failureLine, outcomeLine } from "../../notify/log-line.ts";
import type { Notifier, Outcome } from "../../notify/outcome.ts";
import { programNotifier } from "../../notify/run-program.ts";
import { writeToSystemLog } from "../../notify/system-log.ts";
import { metricsNotifier } from "../../notify/write-metrics.ts";
import type { FipsFlag } from "../access/fips.ts";
import type { ScheduledFlags } from "../declared/scheduled.ts";
import { givenSecret } from "../given/secret.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Who is told of a schedule's audits. */
export type Notifiers = {
  /** Tells all of what came of one, and says who could not be told; whether all were. It is made where somebody is told. */
  readonly tell: (outcome: () => Outcome) => Promise<boolean>;
  /** Tells the system's log, where that is told, that an audit came to nothing. */
  readonly tellFailure: (why: string) => Promise<void>;
};

/**
 * Looks before an audit whether those who are to be told of it can be, as far as that shows: a change may be months away.
 * @throws UsageError where one cannot.
 */
export async function givenNotifiers(
  flags: ScheduledFlags & FipsFlag & { readonly runs: string },
  terminal: Terminal,
): Promise<Notifiers> {
  const log = flags.syslog === true ? programAt("logger", "--syslog", terminal) : undefined;
  const notifiers: readonly Notifier[] = [
    ...onChange(flags, terminal),
    ...(await webhook(flags, terminal)),
    ...(log === undefined
      ? []
      : [{ name: "the system's log", tell: (outcome: Outcome) => writeToSystemLog(log, outcomeLine(outcome)) }]),
    ...metrics(flags, terminal),
  ];
  return {
    tell: async (made) => {
      if (notifiers.length === 0) return true;
      const outcome = made();
      const failures = await Promise.all(notifiers.map(({ tell }) => tell(outcome)));
      failures.forEach((why, index) => {
        if (why !== undefined) terminal.talk(`plimsoll: ${notifiers[index]?.name} was not told: ${why}\n`);
      });
      return failures.every((why) => why === undefined);
    },
    tellFailure: async (why) => {
      const failure = log && (await writeToSystemLog(log, failureLine(flags.runs, why)));
      if (failure !== undefined) terminal.talk(`plimsoll: the system's log was not told: ${failure}\n`);
    },
  };
}

function onChange({ onChange: program }: ScheduledFlags, terminal: Terminal): readonly Notifier[] {
  if (program === undefined) return [];
  const { environment, talk } = terminal;
  return [programNotifier({ program: programAt(program, "--on-change", terminal), environment, talk })];
}

/** Whether what `--webhook` was given is a URL itself, and no file that holds one. */
export const isUrl = (given: string): boolean => /^https?:\/\//i.test(given);

async function webhook(
  { webhook: given, fips = false }: ScheduledFlags & FipsFlag,
  terminal: Terminal,
): Promise<readonly Notifier[]> {
  if (given === undefined) return [];
  const { webhookNotifier, webhookUrl } = await import("../../notify/post-summary.ts");
  const text = isUrl(given) ? given : await givenSecret(given, "", terminal);
  const url = webhookUrl(text ?? "");
  // Of what is in a file nothing is shown: it may be another secret.
  if (typeof url === "string") throw new UsageError(`--webhook ${isUrl(given) ? "" : `${given}: `}${url}`);
  return [webhookNotifier({ url, environment: terminal.environment, fips })];
}

function metrics({ prometheus }: ScheduledFlags, { workingDirectory }: Terminal): readonly Notifier[] {
  if (prometheus === undefined) return [];
  const path = resolve(workingDirectory, prometheus);
  if (!path.endsWith(".prom")) throw new UsageError(`--prometheus ${prometheus}: node_exporter reads *.prom only`);
  if (!may(dirname(path), constants.W_OK)) {
    throw new UsageError(`--prometheus ${prometheus}: its folder is not there, or may not be written`);
  }
  return [metricsNotifier(path)];
}

/** The path of a program that may be started; a bare name is looked for on the PATH. */
function programAt(program: string, option: string, { environment, workingDirectory }: Terminal): string {
  const isPath = program.includes("/") || isAbsolute(program);
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = isPath
    ? [resolve(workingDirectory, program)]
    : folders.map((folder) => join(resolve(workingDirectory, folder), program));
  const found = paths.find((path) => existsSync(path) && statSync(path).isFile() && may(path, constants.X_OK));
  if (found !== undefined) return found;
  throw new UsageError(`${option}: there is no program ${program} that may be started${isPath ? "" : " on the PATH"}`);
}

function may(path: string, what: number): boolean {
  try {
    accessSync(path, what);
    return true;
  } catch {
    return false;
  }
}

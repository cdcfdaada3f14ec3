import { baseName } from "../../evidence/base-name.ts";
import type { Walk } from "../../evidence/files.ts";
import type { LogForwarding } from "../../evidence/log-forwarding.ts";
import { firstUnknown, type Observed, present, type Source, unknown, valuesSeen } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { rsyslogForwarding } from "../parse/rsyslog-forwarding.ts";
import { type PlacedStatement, rsyslogStatements } from "../parse/rsyslog-statements.ts";
import { goneMeanwhile } from "./drop-ins.ts";
import { listPath } from "./stat.ts";

const mainFile = "/etc/rsyslog.conf";
const directory = "/etc/rsyslog.d";
const included = `${directory}/*.conf`;
const filesAtMost = 100;
const statementsAtMost = 20_000;

const readStatements = (ask: Ask, file: string): Promise<Observed<readonly PlacedStatement[]>> =>
  ask({ verb: "forwarding", argument: file }, (payload) =>
    rsyslogStatements(asText(payload)).map((statement) => ({ ...statement, file })),
  );

/** The pattern that a statement includes; undefined where it includes nothing. */
function patternOf(statement: PlacedStatement): string | undefined {
  if (statement.kind === "directive") return statement.name === "includeconfig" ? statement.value : undefined;
  if (statement.kind !== "object" || statement.name !== "include") return undefined;
  return statement.messages === "all" ? (statement.parameters.get("file") ?? "") : "";
}

/** An included file's statements in the place of what includes it; other files than the usual are not followed. */
const inPlace = (
  statements: readonly PlacedStatement[],
  files: readonly PlacedStatement[],
): readonly PlacedStatement[] =>
  statements.flatMap((statement) => {
    const pattern = patternOf(statement);
    if (pattern === undefined) return [statement];
    if (pattern === included) return files;
    return [{ kind: "unclear", file: statement.file, line: statement.line }];
  });

/** Files of the directory in the order of their names, as the C locale has it. */
const filesOf = (walk: Observed<Walk>): readonly string[] =>
  walk.state === "present"
    ? walk.value.entries.flatMap(({ path, type }) =>
        type !== "directory" && /^[^/.][^/]*\.conf$/.test(path.slice(directory.length + 1)) ? [path] : [],
      )
    : [];

// -f, or -T for another root; options that take nothing may stand before it in one word (getopt(3)).
const namesAnother = /^-[46AdDehnqQvwxC]*[fT]/;

/** Why what runs may have another configuration than the files that are read. */
function otherwise(processes: Observed<readonly HostProcess[]>): string | undefined {
  if (processes.state !== "present") return "the processes were not seen";
  const own = processes.value.filter(
    ({ exe, cgroup, hostFiles }) =>
      baseName(exe) === "rsyslogd" && (hostFiles || cgroup.split("/").includes("rsyslog.service")),
  );
  return own.some(({ argv, isGarbled }) => isGarbled === true || argv.some((word) => namesAnother.test(word)))
    ? "rsyslogd was started with another configuration file"
    : undefined;
}

/** What rsyslog is configured to send, by the files that it reads where its command line names no other. */
export async function probeRsyslog(
  ask: Ask,
  asked: Promise<Observed<readonly HostProcess[]>>,
): Promise<Observed<LogForwarding>> {
  const [main, walk] = await Promise.all([readStatements(ask, mainFile), listPath(ask, directory)]);
  if (main.state !== "present") return main;
  if (walk.state === "unknown") return walk;
  const files = filesOf(walk).toSorted();
  if (files.length > filesAtMost || !files.every(canAskFor)) {
    return unknown("unsupported", `more than ${filesAtMost} files, or names that are no text`, walk.source);
  }
  const read = await Promise.all(files.map((file) => readStatements(ask, file)));
  const unread = firstUnknown(read) ?? goneMeanwhile(read);
  if (unread !== undefined) return unread;
  const source: Source = { ...main.source, request: "rsyslog's configuration" };
  const why = otherwise(await asked);
  if (why !== undefined) return unknown("unsupported", why, source);
  const statements = valuesSeen(read).flat();
  const includes = main.value.filter((statement) => patternOf(statement) === included).length;
  if (main.value.length + includes * statements.length > statementsAtMost) {
    return unknown("unsupported", `more than ${statementsAtMost} statements`, source);
  }
  return present(rsyslogForwarding(inPlace(main.value, nested(statements))), source);
}

/** What included files include is not followed. */
const nested = (statements: readonly PlacedStatement[]): readonly PlacedStatement[] =>
  statements.map((statement) =>
    patternOf(statement) === undefined ? statement : { kind: "unclear", file: statement.file, line: statement.line },
  );

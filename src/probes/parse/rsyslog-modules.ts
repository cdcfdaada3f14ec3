import type { LogForwarding } from "../../evidence/log-forwarding.ts";
import type { PlacedStatement } from "./rsyslog-statements.ts";

/**
 * The modules that are loaded, by their names without folder and ending; with their parameters where those are shown.
 * rsyslog refuses to load one a second time: the first time counts.
 */
export function modulesOf(statements: readonly PlacedStatement[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const loaded = statements.flatMap((statement): readonly (readonly [string, ReadonlyMap<string, string>])[] => {
    if (statement.kind === "directive" && statement.name === "modload") return [[statement.value, new Map()]];
    if (statement.kind !== "object" || statement.name !== "module") return [];
    return [[statement.parameters.get("load") ?? "", statement.parameters]];
  });
  const named = loaded.map(
    ([name, parameters]) => [name.replace(/^.*\//, "").replace(/\.so$/, ""), parameters] as const,
  );
  return new Map(named.toReversed());
}

/**
 * The driver of every stream that names none: it counts for all of the configuration, wherever it stands. Undefined where
 * two are named, too: which one counts goes by their forms and the release.
 */
export function defaultDriver(statements: readonly PlacedStatement[]): string | undefined {
  const [driver, ...others] = new Set(
    statements.flatMap((statement) => {
      if (statement.kind === "directive" && statement.name === "defaultnetstreamdriver") return [statement.value];
      if (statement.kind !== "object" || statement.name !== "global") return [];
      return statement.parameters.get("defaultnetstreamdriver") ?? [];
    }),
  );
  return others.length > 0 ? undefined : driver;
}

/** By which modules the log of the system comes in. */
export function waysIn(statements: readonly PlacedStatement[]): LogForwarding["takes"] {
  const modules = modulesOf(statements);
  const isOmitted = statements.some(
    (statement) => statement.kind === "directive" && statement.name === "omitlocallogging" && statement.value !== "off",
  );
  const socket = modules.get("imuxsock");
  const journal = modules.get("imjournal");
  // What another rule set gets, the actions of the usual one do not see.
  const isUsual = (module: ReadonlyMap<string, string> | undefined): boolean =>
    module !== undefined && !module.has("ruleset");
  const usesSocket = isUsual(socket) && (socket?.get("syssock.use") ?? "on") === "on" && !isOmitted;
  return [...(isUsual(journal) ? ["journal" as const] : []), ...(usesSocket ? ["syslog" as const] : [])];
}

import type { Logger } from "pino";
import type { CollectEvent } from "../../collect.ts";
import type { LogLevel } from "../declared/options.ts";
import { saidByHost } from "./progress.ts";

/** JSON lines on standard error, written at once so that nothing is lost when the process ends. Undefined where nobody wants any. */
export async function createLogger(level: LogLevel): Promise<Logger | undefined> {
  if (level === "silent") return undefined;
  const { pino } = await import("pino");
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}

/** Logs what happens while hosts are asked. */
export function logEvent(logger: Logger, event: CollectEvent): void {
  if (event.kind === "host-started") logger.debug({ host: event.host }, "host started");
  else if (event.kind === "api-done") logger.info({ api: event.evidence.facts["api.version"].state }, "api done");
  else if (event.read.state === "read") logger.info({ host: event.host }, "host read");
  else
    logger.warn({ host: event.host, cause: event.read.cause, message: saidByHost(event.read.message) }, "host unread");
}

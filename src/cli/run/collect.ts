import type { CollectEvent } from "../../collect.ts";
import { collectRun } from "../../collect-run.ts";
import type { DecisionsFile } from "../../decisions/load.ts";
import type { ClusterEvidence } from "../../evidence/cluster.ts";
import { apiLeftOpen } from "../../evidence/left-open.ts";
import { asksApi, hostsToAsk, type Shard } from "../../inventory/shard.ts";
import type { Unread } from "../../reports/run-summary.ts";
import { tellOfModule } from "../access/fips.ts";
import { tellBelieved } from "../access/ssh-access.ts";
import type { DeadlineFlag } from "../declared/deadline.ts";
import type { LogLevel } from "../declared/options.ts";
import { createLogger, logEvent } from "../progress/logger.ts";
import { watchLoop } from "../progress/loop-delay.ts";
import { progress } from "../progress/progress.ts";
import { aside } from "../progress/quiet.ts";
import type { JsonFlag } from "../results/result.ts";
import { listenForInterruption } from "../terminal/interruption.ts";
import { oneVoice } from "../terminal/one-voice.ts";
import type { InterruptSignal, Terminal } from "../terminal/terminal.ts";
import { openSession, type Session, type SessionFlags } from "./session.ts";

/** The options of `plimsoll collect`, which an audit has too. */
export type CollectFlags = SessionFlags & DeadlineFlag & JsonFlag & { readonly logLevel: LogLevel };

/** A host that was not read, and why. */
type UnreadHost = Unread & { readonly name: string };

/** What became of the API server. */
type CollectedApi = Unread & {
  readonly state: "read" | "partly-read" | "unread" | "not-configured" | "not-asked";
};

/** What came of collecting: where the run is, and the signal that ended it early, if one did. */
export type Collected = Pick<Session, "folder" | "previous" | "release"> & {
  /** Which part of its inventory was asked, if not all of it. */
  readonly shard: Shard | undefined;
  readonly cluster: string;
  /** How many hosts were to be read, in this session or before. */
  readonly hosts: number;
  /** Those that were not. */
  readonly unread: readonly UnreadHost[];
  readonly api: CollectedApi;
  /** Whether each host that was asked, and the API where it was, gave all that could be seen. */
  readonly whole: boolean;
  readonly decisions: DecisionsFile | undefined;
  readonly interruptedBy: InterruptSignal | undefined;
  /** Its deadline was reached before all was read. */
  readonly isLate: boolean;
};

/** Asks the hosts of an inventory file, showing how it goes, and leaves their evidence in a run folder. */
export async function collectInto(flags: CollectFlags, given: Terminal): Promise<Collected> {
  const terminal = oneVoice(given);
  const session = await openSession(flags, terminal);
  try {
    tellOfModule(flags, { talk: aside(flags, terminal) });
    const { decisions, shard, inventory } = session.input;
    const hosts = hostsToAsk(inventory, shard).length;
    return {
      ...session,
      cluster: inventory.cluster,
      hosts,
      decisions,
      shard,
      ...(await ask(session, flags, terminal)),
    };
  } catch (error) {
    session.release();
    throw error;
  }
}

async function ask(
  session: Session,
  flags: CollectFlags,
  terminal: Terminal,
): Promise<Pick<Collected, "unread" | "api" | "whole" | "interruptedBy" | "isLate">> {
  const { input, reach } = session;
  const logger = await createLogger(flags.logLevel);
  const endWatch = logger && watchLoop();
  const shown = progress(session.toAsk, terminal, flags);
  const { signal, by, isLate, stopListening } = listenForInterruption(terminal, flags.deadline);
  let whole = true;
  let api = apiBefore(input);
  const unread: UnreadHost[] = [];
  const onEvent = (event: CollectEvent): void => {
    shown.show(event);
    if (logger) logEvent(logger, event);
    if (leftOpen(event)) whole = false;
    if (event.kind === "host-done" && event.read.state !== "read") {
      unread.push({ name: event.host, cause: event.read.cause, message: event.read.message });
    }
    if (event.kind === "api-done" && api.state === "read") api = apiNow(event.evidence);
  };
  terminal.onWork?.("asking hosts");
  try {
    await collectRun({ ...input, signal, onEvent }, reach);
  } finally {
    terminal.onWork?.("the rest");
    shown.end();
    stopListening();
    if (endWatch) logger.debug(endWatch(), "event loop delay while hosts were asked, in ms");
    reach.close();
    tellBelieved(reach, terminal);
  }
  const ended = by() === undefined ? isLate() && !whole && "The deadline was reached" : `Interrupted by ${by()}`;
  if (ended) terminal.talk(`${ended}: hosts not yet read count as unread; --resume ${session.folder} asks them.\n`);
  return { unread, api, whole, interruptedBy: by(), isLate: isLate() && !whole };
}

const leftOpen = (event: CollectEvent): boolean =>
  event.kind === "host-done" ? event.read.state !== "read" : event.kind === "api-done" && apiLeftOpen(event.evidence);

/** What is known of the API server before it is asked: by this run, another shard, or an earlier session that read it whole. */
function apiBefore({ inventory, shard }: Session["input"]): CollectedApi {
  if (inventory.api === undefined) return { state: "not-configured" };
  return { state: asksApi(shard) ? "read" : "not-asked" };
}

function apiNow(evidence: ClusterEvidence): CollectedApi {
  const version = evidence.facts["api.version"];
  if (version.state === "unknown") return { state: "unread", cause: version.reason, message: version.message };
  return { state: apiLeftOpen(evidence) ? "partly-read" : "read" };
}

import type { Knock } from "../connect/knock.ts";
import type {
  Connection,
  ConsoleSession,
  Failed,
  FailureCause,
  HostKeyTrust,
  HostSession,
  Transport,
  TransportStage,
} from "../connect/session.ts";
import type { Slot } from "../connect/slot.ts";
import type { Host } from "../inventory/inventory.ts";
import { type Step, stepOf } from "./step.ts";

/** Why an audit would not see a host, or not all of it. */
export type HostFailure = {
  readonly step: Step;
  readonly stage: TransportStage;
  readonly cause: FailureCause;
  readonly message: string;
};

/** What came of trying a host; no failure where an audit would read it. */
export type HostCheck = {
  readonly failure?: HostFailure;
  /** SHA-256 fingerprint of the key that it showed, and why that was believed. */
  readonly hostKey?: string;
  readonly hostKeyTrust?: HostKeyTrust;
  /** The sweep file from which it is read instead. */
  readonly console?: string;
};

/** Tries a host. Never rejects. */
export type TryHost = (host: Host, signal: AbortSignal, slot: Slot) => Promise<HostCheck>;

const failed = (stage: TransportStage, cause: FailureCause, message: string): Pick<HostCheck, "failure"> => ({
  failure: { step: stepOf(stage, cause), stage, cause, message },
});

const shown = ({ hostKey, hostKeyTrust }: Pick<Transport, "hostKey" | "hostKeyTrust">): HostCheck => ({
  ...(hostKey !== undefined && { hostKey }),
  ...(hostKeyTrust !== undefined && { hostKeyTrust }),
});

/** One harmless question: the node's tools are tried in the round that uses them (reader.sh, `unfit`). */
async function firstRound(session: HostSession): Promise<Failed | undefined> {
  await session.ask({ verb: "stat", argument: "/" });
  return session.failure();
}

/** Comes as far as an audit does, asks one question so that the reader tries the node's tools, and leaves. */
export const byLogin =
  (connect: (host: Host, signal: AbortSignal, slot: Slot) => Promise<Connection | ConsoleSession>): TryHost =>
  async (host, signal, slot) => {
    const reached = await connect(host, signal, slot);
    if ("console" in reached) return { console: reached.console.file };
    const { transport, session, uid = 0 } = reached;
    const broken = session && (await firstRound(session));
    session?.close();
    const { stage, outcome, message } = transport;
    if (outcome !== "connected") return { ...shown(transport), ...failed(stage, outcome, message) };
    if (broken !== undefined) {
      const { cause, message } = broken;
      return { ...shown(transport), ...failed(cause === "unsupported" ? "exec" : "ready", cause, message) };
    }
    if (uid === 0) return shown(transport);
    const notRoot = `the reader runs as uid ${uid}: what only root may read is denied`;
    return { ...shown(transport), ...failed("exec", "permission-denied", notRoot) };
  };

/** Comes as far as a host's key, and logs in nowhere but at jump hosts. */
export const byKnocking =
  (knock: (host: Host, signal: AbortSignal, slot: Slot) => Promise<Knock>): TryHost =>
  async (host, signal, slot) => {
    const knocked = await knock(host, signal, slot);
    const { failure } = knocked;
    return { ...shown(knocked), ...(failure && failed(failure.stage, failure.cause, failure.message)) };
  };

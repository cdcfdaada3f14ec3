import type { Privilege } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { createFrameDecoder, type FrameDecoder, type FrameEvent } from "./frame-decoder.ts";
import type { Hello } from "./frames.ts";
import { type Limits, within } from "./limits.ts";
import { readerSource } from "./reader.ts";
import type { ReaderChannel } from "./reader-channel.ts";

/** Bytes of standard error kept; what the reader's start says is short. */
const diagnosticsKept = 16 * 1024;

/** What a running reader says; `end` is its last. */
export type ReaderEvent = FrameEvent | { readonly kind: "end" };

/** A reader that has said hello: its later events go to whoever listens. */
export type StartedReader = {
  readonly state: "started";
  readonly hello: Hello;
  readonly channel: ReaderChannel;
  readonly onEvent: (listener: (event: ReaderEvent) => void) => void;
};

/** What the channel has said so far, and who is told next. */
type Hearing = {
  readonly decoder: FrameDecoder;
  diagnostics: string;
  listener: (event: ReaderEvent) => void;
};

/**
 * Sends the reader and waits for its hello line. `deadline` in milliseconds: a shell that hangs (a heavy rc file, a sudo
 * that asks a dead directory) is a failure of stage `exec`.
 */
export function startReader(
  channel: ReaderChannel,
  privilege: Privilege,
  deadline: number,
  limits: Limits,
): Promise<StartedReader | ConnectFailure> {
  const hearing: Hearing = { decoder: createFrameDecoder(), diagnostics: "", listener: () => undefined };
  return within<StartedReader | ConnectFailure>(
    limits,
    deadline,
    (end) => {
      hearing.listener = (event) => {
        const result = judgeStart(event, channel, hearing, privilege);
        if (result.state === "failed") channel.close();
        end(result);
      };
      hear(channel, hearing);
      channel.write(readerSource);
      return () => channel.close();
    },
    (cut) => connectFailure("exec", cut.cause, `the shell did not start the reader: ${cut.message}`),
  );
}

function hear(channel: ReaderChannel, hearing: Hearing): void {
  channel.onOutput((chunk) => {
    for (const event of hearing.decoder.push(chunk)) hearing.listener(event);
  });
  channel.onDiagnostics((chunk) => {
    hearing.diagnostics = (hearing.diagnostics + chunk.toString("utf8")).slice(0, diagnosticsKept);
  });
  channel.onEnd(() => {
    for (const event of hearing.decoder.end()) hearing.listener(event);
    hearing.listener({ kind: "end" });
  });
}

function judgeStart(
  event: ReaderEvent,
  channel: ReaderChannel,
  hearing: Hearing,
  privilege: Privilege,
): StartedReader | ConnectFailure {
  if (event.kind === "end") return endedBeforeHello(hearing.diagnostics, privilege);
  if (event.kind === "failure") return connectFailure("exec", event.cause, event.message);
  if (event.kind === "answer") return connectFailure("exec", "unparseable", "the reader answered before it was asked");
  const lacking = lackOf(event.hello);
  if (lacking !== undefined) return connectFailure("exec", "unsupported", lacking);
  // What comes before the session listens is kept for it: a connection lost in between must not go unnoticed.
  const early: ReaderEvent[] = [];
  hearing.listener = (next) => early.push(next);
  const onEvent: StartedReader["onEvent"] = (listener) => {
    hearing.listener = listener;
    for (const next of early.splice(0)) listener(next);
  };
  return { state: "started", hello: event.hello, channel, onEvent };
}

/** Why no answer of this reader could be trusted, in a sentence; undefined where it has all it needs. */
function lackOf({ missing, unfit }: Hello): string | undefined {
  if (missing.length > 0) return `the node has no ${missing.join(", ")}`;
  if (unfit.length > 0) return `what the node has as ${unfit.join(", ")} does not work as the reader needs it`;
  return undefined;
}

/** sudo's refusals: its own messages, and the two that it prints without its name (sudoers plugin, audit.c). */
const sudoRefusal = /^(?:.*: )?sudo: |^Sorry, user |is not in the sudoers file/;

const linesOf = (diagnostics: string): readonly string[] => diagnostics.split(/[\r\n]+/).map((line) => line.trim());

/** Why sudo did not run a shell, by what came on standard error; undefined where sudo did not refuse. */
export function refusedBySudo(diagnostics: string): ConnectFailure | undefined {
  const refusal = linesOf(diagnostics).find((line) => sudoRefusal.test(line));
  return refusal === undefined ? undefined : connectFailure("exec", "sudo-refused", refusal);
}

function endedBeforeHello(diagnostics: string, privilege: Privilege): ConnectFailure {
  const lines = linesOf(diagnostics);
  const refusal = refusedBySudo(diagnostics);
  if (privilege !== "none" && refusal !== undefined) return refusal;
  const said = lines.find((line) => line !== "");
  const message = "the shell ended before it started the reader";
  return connectFailure("exec", "truncated", said === undefined ? message : `${message}: ${said}`);
}

import type { Privilege } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { createFrameDecoder, type FrameDecoder, type FrameEvent } from "./frame-decoder.ts";
import type { Hello } from "./frames.ts";
import { type Limits, within } from "./limits.ts";
import { readerSource } from "./reader.ts";
import type { ReaderChannel } from "./reader-channel.ts";

/** Bytes of standard error kept; what the reader's start says is short. */
const diagnosticsKept = 16 * 1024;
/** Bytes of standard error that are listened to. The reader says nothing there; rc files and sudo say some lines. */
const diagnosticsLimit = 1024 * 1024;

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
  diagnosticBytes: number;
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
  const hearing: Hearing = {
    decoder: createFrameDecoder(),
    diagnostics: "",
    diagnosticBytes: 0,
    listener: () => undefined,
  };
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
  channel.onDiagnostics((chunk) => hearDiagnostics(chunk, hearing));
  channel.onEnd(() => {
    for (const event of hearing.decoder.end()) hearing.listener(event);
    hearing.listener({ kind: "end" });
  });
}

function hearDiagnostics(chunk: Buffer, hearing: Hearing): void {
  const wasWithin = hearing.diagnosticBytes <= diagnosticsLimit;
  hearing.diagnosticBytes += chunk.length;
  const missing = diagnosticsKept - hearing.diagnostics.length;
  if (missing > 0) hearing.diagnostics += chunk.toString("utf8", 0, missing);
  if (!wasWithin || hearing.diagnosticBytes <= diagnosticsLimit) return;
  // Only time would end it, and it would take that from the other hosts.
  hearing.listener({ kind: "failure", cause: "unparseable", message: "more than 1 MiB came on standard error" });
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
  if (event.hello.missing.length > 0) {
    return connectFailure("exec", "unsupported", `the node has no ${event.hello.missing.join(", ")}`);
  }
  // What comes before the session listens is kept for it: a connection lost in between must not go unnoticed.
  const early: ReaderEvent[] = [];
  hearing.listener = (next) => early.push(next);
  const onEvent: StartedReader["onEvent"] = (listener) => {
    hearing.listener = listener;
    for (const next of early.splice(0)) listener(next);
  };
  return { state: "started", hello: event.hello, channel, onEvent };
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

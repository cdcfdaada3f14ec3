import type { Privilege, ReaderMode } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, within } from "../limits.ts";
import { linesOf, refusedElevation } from "../privilege/refusals.ts";
import { installedReader } from "../privilege/start-command.ts";
import { readerAsSent, readerSha256 } from "../reader.ts";
import { createFrameDecoder, type FrameDecoder, type FrameEvent } from "./frame-decoder.ts";
import type { Hello } from "./frames.ts";
import type { ReaderChannel } from "./reader-channel.ts";

/** Bytes of standard error kept; what the reader's start says is short. */
const diagnosticsKept = 16 * 1024;
/** Bytes of standard error that are listened to. The reader says nothing there; rc files and sudo say some lines. */
const diagnosticsLimit = 1024 * 1024;

// Made once, not for each host.
const readerBytes = Buffer.from(readerAsSent);

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

/** As whom the reader runs, and whether it is sent. */
export type ReaderStart = { readonly privilege: Privilege; readonly reader: ReaderMode };

/**
 * Sends the reader, where it is not installed, and waits for its hello line. `deadline` in milliseconds: a shell that hangs
 * (a heavy rc file, a sudo that asks a dead directory) is a failure of stage `exec`.
 */
export function startReader(
  channel: ReaderChannel,
  start: ReaderStart,
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
        const result = judgeStart(event, channel, hearing, start);
        if (result.state === "failed") channel.close();
        end(result);
      };
      hear(channel, hearing);
      // An installed reader takes what is no request for a reason to end.
      if (start.reader === "sent") channel.write(readerBytes);
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
  start: ReaderStart,
): StartedReader | ConnectFailure {
  if (event.kind === "end") return endedBeforeHello(hearing.diagnostics, start);
  if (event.kind === "failure") return connectFailure("exec", event.cause, event.message);
  if (event.kind === "answer") return connectFailure("exec", "unparseable", "the reader answered before it was asked");
  const wrong = lackOf(event.hello) ?? anotherReader(event.hello, start.reader);
  if (wrong !== undefined) return connectFailure("exec", "unsupported", wrong);
  // What comes before the session listens is kept for it: a connection lost in between must not go unnoticed.
  const early: ReaderEvent[] = [];
  hearing.listener = (next) => early.push(next);
  const onEvent: StartedReader["onEvent"] = (listener) => {
    hearing.listener = listener;
    for (const next of early.splice(0)) listener(next);
  };
  return { state: "started", hello: event.hello, channel, onEvent };
}

/** Why the reader that runs is not the one that was meant, in words; undefined where it is. */
function anotherReader({ installed }: Hello, reader: ReaderMode): string | undefined {
  if (reader === "sent") {
    if (installed === undefined) return undefined;
    return "the key starts the node's installed reader alone: write reader: installed in the inventory";
  }
  if (installed === undefined)
    return "what started is no installed reader: install it anew with plimsoll reader --install";
  if (installed === readerSha256) return undefined;
  const digests = `SHA-256 ${installed}), this plimsoll's is ${readerSha256}`;
  return `the node has another reader installed (${digests}: install it anew with plimsoll reader --install`;
}

/** Why no answer of this reader could be trusted, in a sentence; undefined where it has all it needs. */
function lackOf({ missing, unfit }: Hello): string | undefined {
  if (missing.length > 0) return `the node has no ${missing.join(", ")}`;
  if (unfit.length > 0) return `what the node has as ${unfit.join(", ")} does not work as the reader needs it`;
  return undefined;
}

function endedBeforeHello(diagnostics: string, { privilege, reader }: ReaderStart): ConnectFailure {
  const refusal = refusedElevation(diagnostics, privilege);
  if (refusal !== undefined) return refusal;
  const [said] = linesOf(diagnostics);
  const words = said === undefined ? "" : `: ${said}`;
  if (reader === "installed" && /(?:not found|No such file or directory)$/.test(words)) {
    return connectFailure("exec", "unsupported", `the node has no ${installedReader}${words}`);
  }
  // A shell that says nothing cannot be told from a connection that is gone.
  const message =
    said === undefined
      ? "the connection was lost, or the shell ended, before the reader was started"
      : `the shell ended before it started the reader${words}`;
  return connectFailure("exec", "truncated", message);
}

import type { Answer, FailureCause } from "../session.ts";
import { type BundleHeader, type Hello, parseBundleHeader, parseHello, readBundle } from "./frames.ts";

/** Bytes of the base64 text of a round's answers that are taken; more cuts the session off. */
export const bundleLimit = 12 * 1024 * 1024;
/** Bytes that one session may say in all. */
const sessionLimit = 16 * 1024 * 1024;
/** Bytes of login noise (rc files, messages of the day) skipped before the hello line. */
export const noiseLimit = 64 * 1024;
/** No header line is longer: 1+6+1+8+1+64 bytes. */
const headerLimit = 128;

/** What the decoder found in the bytes. After a `failure` it finds nothing more. */
export type FrameEvent =
  | { readonly kind: "hello"; readonly hello: Hello }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly kind: "failure"; readonly cause: FailureCause; readonly message: string };

/** Turns the bytes of one session into events, however they are split. */
export type FrameDecoder = {
  readonly push: (chunk: Buffer) => readonly FrameEvent[];
  /** The stream has ended: a half-received answer is a failure, an end between answers is none. */
  readonly end: () => readonly FrameEvent[];
};

type Position = {
  expecting: "hello" | "header" | "nothing" | BundleHeader;
  /** The line received so far is the first bytes of this. One buffer: a byte a packet would be millions of pieces. */
  line: Buffer;
  lineBytes: number;
  totalBytes: number;
  lastRound: number;
};

/**
 * A decoder for one session. Strict after the hello line: rounds ascend by one from 1, length, base64 alphabet and digest
 * must match; anything else ends the session, for nothing after it could be trusted to belong where it seems to.
 */
export function createFrameDecoder(): FrameDecoder {
  const position: Position = { expecting: "hello", line: noBytes, lineBytes: 0, totalBytes: 0, lastRound: 0 };
  return { push: (chunk) => push(position, chunk), end: () => end(position) };
}

function push(position: Position, chunk: Buffer): readonly FrameEvent[] {
  const events: FrameEvent[] = [];
  let rest = chunk;
  while (rest.length > 0 && position.expecting !== "nothing") {
    const lineBreak = rest.indexOf("\n");
    const piece = lineBreak < 0 ? rest : rest.subarray(0, lineBreak);
    rest = rest.subarray(lineBreak < 0 ? rest.length : lineBreak + 1);
    const before = position.lineBytes;
    position.lineBytes += piece.length;
    position.totalBytes += piece.length + 1;
    const failure = overLimit(position);
    if (failure === undefined) keep(position, before, piece);
    if (failure !== undefined) events.push(failure);
    else if (lineBreak >= 0) events.push(...takeLine(position));
  }
  return events;
}

const noBytes = Buffer.alloc(0);

function keep(position: Position, before: number, piece: Buffer): void {
  if (position.line.length < position.lineBytes) {
    const wider = Buffer.allocUnsafe(Math.max(position.lineBytes, 2 * position.line.length));
    position.line.copy(wider, 0, 0, before);
    position.line = wider;
  }
  piece.copy(position.line, before);
}

function end(position: Position): readonly FrameEvent[] {
  const { expecting, lineBytes } = position;
  const halfway = typeof expecting === "object" || (expecting === "header" && lineBytes > 0);
  return halfway ? [fail(position, "truncated", "the connection ended in the middle of an answer")] : [];
}

function overLimit(position: Position): FrameEvent | undefined {
  const { expecting, lineBytes, totalBytes } = position;
  if (expecting === "hello" && totalBytes > noiseLimit)
    return fail(position, "unparseable", "more than 64 KiB of other output came before the reader's first line");
  if (totalBytes > sessionLimit) return fail(position, "truncated", "a session of more than 16 MiB was cut off");
  if (expecting === "header" && lineBytes > headerLimit) return foreign(position);
  if (typeof expecting === "object" && lineBytes > expecting.length) return mismatch(position);
  return undefined;
}

function takeLine(position: Position): readonly FrameEvent[] {
  const line = position.line.subarray(0, position.lineBytes);
  position.line = noBytes;
  position.lineBytes = 0;
  const { expecting } = position;
  if (expecting === "hello") return some(takeHello(position, line));
  if (expecting === "header") return some(takeHeader(position, line));
  if (expecting === "nothing") return [];
  return takeBundle(position, expecting, line);
}

const some = (event: FrameEvent | undefined): readonly FrameEvent[] => (event === undefined ? [] : [event]);

function takeHello(position: Position, line: Buffer): FrameEvent | undefined {
  const hello = parseHello(line.toString("latin1"));
  if (hello === undefined) return undefined;
  position.expecting = "header";
  return { kind: "hello", hello };
}

function takeHeader(position: Position, line: Buffer): FrameEvent | undefined {
  const header = parseBundleHeader(line.toString("latin1"));
  if (header === undefined) return foreign(position);
  if (header.round !== position.lastRound + 1)
    return fail(position, "unparseable", "the reader's answers are out of order");
  if (header.length > bundleLimit) return fail(position, "truncated", "answers of more than 12 MiB were cut off");
  position.lastRound = header.round;
  position.expecting = header;
  return undefined;
}

function takeBundle(position: Position, header: BundleHeader, line: Buffer): readonly FrameEvent[] {
  const bundle = readBundle(header, line);
  if (bundle === undefined) return [mismatch(position)];
  if (bundle.state === "unfit") {
    const words = `what the node has as ${bundle.tool} does not work as the reader needs it`;
    return [fail(position, "unsupported", words)];
  }
  position.expecting = "header";
  return bundle.answers.map((answer) => ({ kind: "answer", ...answer }));
}

const foreign = (position: Position): FrameEvent =>
  fail(position, "unparseable", "other output stands between the reader's answers");

const mismatch = (position: Position): FrameEvent =>
  fail(position, "unparseable", "an answer does not match its length or its digest");

function fail(position: Position, cause: FailureCause, message: string): FrameEvent {
  position.expecting = "nothing";
  position.line = noBytes;
  return { kind: "failure", cause, message };
}

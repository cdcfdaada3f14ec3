import { createHash } from "node:crypto";
import { type Answer, type FailureCause, type Request, verbs } from "./session.ts";

/** How the reader fared with one request, as its header line says it. */
export type FrameState = "ok" | "absent" | "denied" | "withheld" | "error" | "unsupported";

/** An answer's first line: `#<id> <state> <length> <sha256>`; length and digest are those of the base64 text after it. */
export type FrameHeader = {
  readonly id: number;
  readonly state: FrameState;
  readonly length: number;
  readonly digest: string;
};

/** The reader's first line: the uid it runs as, the tools that the node lacks, and those that failed the reader's trial. */
export type Hello = {
  readonly uid: number;
  /** SHA-256 of the file that it runs from, in hex; none where it was sent. */
  readonly installed?: string;
  readonly missing: readonly string[];
  readonly unfit: readonly string[];
};

const helloLine =
  /^plimsoll-reader 1 (\d{1,10})(?: installed:([0-9a-f]{64}))?(?: missing:([a-z0-9,]+))?(?: unfit:([a-z0-9,]+))?$/;

/** Reads a hello line; undefined for any other line. */
export function parseHello(line: string): Hello | undefined {
  const match = helloLine.exec(line);
  if (match === null) return undefined;
  const [, uid, installed, missing, unfit] = match;
  return {
    uid: Number(uid),
    ...(installed === undefined ? {} : { installed }),
    missing: missing?.split(",") ?? [],
    unfit: unfit?.split(",") ?? [],
  };
}

/** Reads a header line; undefined for any other line. */
export function parseHeader(line: string): FrameHeader | undefined {
  const match = /^#(\d{1,9}) (ok|absent|denied|withheld|error|unsupported) (\d{1,8}) ([0-9a-f]{64})$/.exec(line);
  if (match === null) return undefined;
  const [, id, state, length, digest] = match as unknown as [string, string, FrameState, string, string];
  return { id: Number(id), state, length: Number(length), digest };
}

/** The answer that a frame holds; undefined where the text does not match its header's length and digest. */
export const readFrame = (header: FrameHeader, text: Buffer): Answer | undefined => readFrameBoundTo("", header, text);

/** The same where the digest covers words before the text too: in a sweep, what was asked. */
export function readFrameBoundTo(words: string, header: FrameHeader, text: Buffer): Answer | undefined {
  const digest = createHash("sha256").update(words, "latin1").update(text).digest("hex");
  if (text.length !== header.length || digest !== header.digest) return undefined;
  const base64 = text.toString("latin1");
  const payload = Buffer.from(base64, "base64");
  // Node skips what is no base64 and accepts missing padding; only the canonical form is taken.
  return payload.toString("base64") === base64 ? answerOf(header.state, payload) : undefined;
}

function answerOf(state: FrameState, payload: Buffer): Answer {
  if (state === "ok") return { state: "answered", payload };
  if (state === "absent") return { state: "absent" };
  const message = payload.toString("utf8").trim();
  return { state: "failed", cause: causeOf(state, message), message };
}

function causeOf(state: "denied" | "withheld" | "error" | "unsupported", message: string): FailureCause {
  if (state === "denied") return "permission-denied";
  // The session is whole: the reader itself kept back what would be too much.
  if (state === "error") return message.startsWith("too many entries") ? "withheld" : "unparseable";
  return state;
}

/** The bytes by which the reader gives an answer: for servers that stand in for a node. Ids ascend by one from 1. */
export function encodeAnswer(id: number, answer: Answer): string {
  const [state, payload] = frameOf(answer);
  const text = payload.toString("base64");
  return `#${id} ${state} ${text.length} ${sha256(text)}\n${text}\n`;
}

function frameOf(answer: Answer): readonly [FrameState, Buffer] {
  if (answer.state === "answered") return ["ok", answer.payload];
  if (answer.state === "absent") return ["absent", Buffer.from("No such file or directory")];
  return [frameStateOf(answer.cause), Buffer.from(answer.message)];
}

function frameStateOf(cause: FailureCause): FrameState {
  if (cause === "permission-denied") return "denied";
  return cause === "withheld" || cause === "unsupported" ? cause : "error";
}

/** The reader's first line, for servers that stand in for a node; `installed` as of {@link Hello}. */
export const encodeHello = (uid: number, installed?: string): string =>
  `\nplimsoll-reader 1 ${uid}${installed === undefined ? "" : ` installed:${installed}`}\n`;

/** The line that asks the reader; undefined where the argument cannot travel in one line. */
export const encodeRequest = (id: number, request: Request): string | undefined =>
  /[\n\0]/.test(request.argument) ? undefined : `${id} ${request.verb} ${request.argument}\n`;

const requestLine = new RegExp(`^(\\d{1,9}) (${verbs.join("|")}) ?(.*)$`, "s");

/** Reads a request line (without its line break) back: for servers that stand in for a node. */
export function parseRequest(line: string): { readonly id: number; readonly request: Request } | undefined {
  const match = requestLine.exec(line);
  if (match === null) return undefined;
  const [, id, verb, argument] = match as unknown as [string, string, Request["verb"], string];
  return { id: Number(id), request: { verb, argument } };
}

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");

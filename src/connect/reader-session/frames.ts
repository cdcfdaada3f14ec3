import { createHash } from "node:crypto";
import { type Answer, type FailureCause, type Request, verbs } from "../session.ts";

/** How the reader fared with one request, as its header line says it. */
export type FrameState = "ok" | "absent" | "denied" | "withheld" | "error" | "unsupported";

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

/**
 * The first line of the answers to a round of requests: `#<round> <length> <sha256>`. The length is that of the base64 text
 * after it, the digest is of `<round> <text>`.
 */
export type BundleHeader = { readonly round: number; readonly length: number; readonly digest: string };

/** Reads the header line of a bundle; undefined for any other line. */
export function parseBundleHeader(line: string): BundleHeader | undefined {
  const match = /^#(\d{1,6}) (\d{1,8}) ([0-9a-f]{64})$/.exec(line);
  if (match === null) return undefined;
  const [, round, length, digest] = match as unknown as [string, string, string, string];
  return { round: Number(round), length: Number(length), digest };
}

/** One answer, by the number of its request. */
export type NumberedAnswer = { readonly id: number; readonly answer: Answer };

/** What a bundle holds: answers, or the tool that failed the reader's trial. */
export type Bundle =
  | { readonly state: "answers"; readonly answers: readonly NumberedAnswer[] }
  | { readonly state: "unfit"; readonly tool: string };

/**
 * The head of an answer: `M<id> <state> [words]`. Its lines follow, each behind a blank; the words say that the last of them
 * has no end (`unended`), and where there is no content, why.
 */
const answerHead = /^M(\d{1,9}) (ok|absent|denied|withheld|error|unsupported)(?: (.*))?$/;

/** The answers of a bundle; undefined where it does not match its header, or is of another form than the reader's. */
export function readBundle({ round, length, digest }: BundleHeader, base64: Buffer): Bundle | undefined {
  if (base64.length !== length || sha256(`${round} `, base64) !== digest) return undefined;
  const bytes = decodeBase64(base64);
  // By bytes: what a file holds need not be UTF-8.
  const text = bytes?.toString("latin1") ?? "";
  const endAt = text.lastIndexOf("\n", text.length - 2) + 1;
  const end = text.slice(endAt);
  const unfit = /^Munfit ([a-z0-9]+)\n$/.exec(end);
  if (unfit?.[1] !== undefined) return { state: "unfit", tool: unfit[1] };
  return end === "Mend\n" ? readAnswers(text.slice(0, endAt)) : undefined;
}

function readAnswers(text: string): Bundle | undefined {
  const answers: NumberedAnswer[] = [];
  for (let at = 0; at < text.length; ) {
    const headEnd = text.indexOf("\n", at);
    const head = answerHead.exec(text.slice(at, headEnd));
    if (head === null) return undefined;
    const [, id, state, words = ""] = head as unknown as [string, string, FrameState, string | undefined];
    // A line of an answer begins with a blank: the next that begins with M is a head.
    const next = text.indexOf("\nM", headEnd);
    at = next < 0 ? text.length : next + 1;
    const content = text.slice(headEnd, at - 1);
    if (/\n(?! )/.test(content)) return undefined;
    answers.push({ id: Number(id), answer: answerOf(state, payloadOf(state, words, content)) });
  }
  return { state: "answers", answers };
}

/** `content` has the lines of an answer, each behind a line break and a blank. */
function payloadOf(state: FrameState, words: string, content: string): Buffer {
  if (state !== "ok") return Buffer.from(words, "latin1");
  const text = content.split("\n ").join("\n").slice(1);
  return Buffer.from(content === "" || words === "unended" ? text : `${text}\n`, "latin1");
}

/** What base64 stands for; undefined where it is not in the canonical form: Node skips what is none, and accepts missing padding. */
export function decodeBase64(text: Buffer): Buffer | undefined {
  const base64 = text.toString("latin1");
  const payload = Buffer.from(base64, "base64");
  return payload.toString("base64") === base64 ? payload : undefined;
}

/** The answer that a state and the bytes beside it stand for. */
export function answerOf(state: FrameState, payload: Buffer): Answer {
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

/** The bytes by which the reader answers a round: for servers that stand in for a node. Rounds ascend by one from 1. */
export function encodeBundle(round: number, answers: readonly NumberedAnswer[]): string {
  const records = answers.map(({ id, answer }) => `M${id} ${recordOf(answer)}`);
  const text = Buffer.from(`${records.join("")}Mend\n`, "latin1").toString("base64");
  return `#${round} ${text.length} ${sha256(`${round} ${text}`)}\n${text}\n`;
}

function recordOf(answer: Answer): string {
  const [state, payload] = encodeAnswer(answer);
  const text = payload.toString("latin1");
  if (state !== "ok") return `${state} ${text}\n`;
  if (text === "") return "ok\n";
  const lines = text.split("\n");
  const ended = lines.at(-1) === "";
  const content = (ended ? lines.slice(0, -1) : lines).map((line) => ` ${line}\n`);
  return `ok${ended ? "" : " unended"}\n${content.join("")}`;
}

/** How the reader says an answer: {@link answerOf} the other way round. */
export function encodeAnswer(answer: Answer): readonly [FrameState, Buffer] {
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

/** The line that ends a round of requests: the reader answers them then. */
export const endOfRound = "\n";

/** Reads a request line (without its line break) back: for servers that stand in for a node. */
export function parseRequest(line: string): { readonly id: number; readonly request: Request } | undefined {
  const match = requestLine.exec(line);
  if (match === null) return undefined;
  const [, id, verb, argument] = match as unknown as [string, string, Request["verb"], string];
  return { id: Number(id), request: { verb, argument } };
}

function sha256(...parts: readonly (Buffer | string)[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest("hex");
}

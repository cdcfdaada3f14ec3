import { createHash } from "node:crypto";
import { answerOf, decodeBase64, type FrameState } from "../reader-session/frames.ts";
import type { Answer } from "../session.ts";

/** What a node answered to the reader's sweep at its console, and what the file says of itself. */
export type Sweep = {
  /** The uid that the reader ran as. */
  readonly uid: number;
  /** When, by the node's own clock, ISO 8601 in UTC. */
  readonly takenAt: string;
  /** SHA-256 of the reader program that ran. */
  readonly readerSha256: string;
  /** What the node calls itself. */
  readonly host: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** By the request, as `describeRequest` gives it. */
  readonly answers: ReadonlyMap<string, Answer>;
};

/** A sweep file, or what is wrong with it: the rest of a sentence that begins with the file's name. */
export type ParsedSweep =
  | { readonly state: "ok"; readonly sweep: Sweep }
  | { readonly state: "unusable"; readonly problem: string };

const unusable = (problem: string): ParsedSweep => ({ state: "unusable", problem });

/** Far more than a node has to say; a file of another kind is not read to its end. */
export const sweepLimit = 64 * 1024 * 1024;

const firstLine = /^plimsoll-sweep 1 (\d{1,10}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64}) (\S{1,255})$/;

/**
 * Reads what `sh reader.sh sweep` printed: a header line, then a request, its frame and its text in three lines each,
 * numbered from 1, and an end mark with their number. Taken whole or not at all: a part that is missing could be the
 * part that shows a finding.
 */
export function parseSweep(content: Buffer): ParsedSweep {
  if (content.length === 0) return unusable("is empty");
  const [header = "", ...lines] = content.toString("latin1").split("\n");
  const match = firstLine.exec(header);
  if (match === null) return unusable("does not begin like a sweep of plimsoll's reader");
  const end = lines.findIndex((line) => line.startsWith("plimsoll-sweep end "));
  if (end < 0 || lines.length === end + 1) return unusable("is cut off: its end mark is missing");
  if (lines.slice(end + 1).join("") !== "") return unusable("goes on after its end mark");
  if (end % 3 !== 0 || end === 0 || lines[end] !== `plimsoll-sweep end ${end / 3}`) {
    return unusable("has lost lines: it holds another number of answers than it says");
  }
  const answers = new Map<string, Answer>();
  for (let at = 0; at < end; at += 3) {
    const number = at / 3 + 1;
    const [request, answer] = readRecord(header, number, lines.slice(at, at + 3));
    if (answer === undefined || answers.has(request)) {
      return unusable(`was changed or damaged: answer ${number} does not match its SHA-256`);
    }
    answers.set(request, answer);
  }
  const [, uid, takenAt, readerSha256, host] = match as unknown as [string, string, string, string, string];
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { state: "ok", sweep: { uid: Number(uid), takenAt, readerSha256, host, sha256, answers } };
}

/**
 * An answer's frame, `#<number> <state> <length> <sha256>`: the length is that of the base64 text after it; the digest is of
 * the file's header, the request, the state and that text.
 */
const frameLine = /^#(\d{1,9}) (ok|absent|denied|withheld|error|unsupported) (\d{1,8}) ([0-9a-f]{64})$/;

/** The request of one record and its answer; undefined where the digest does not cover them. */
function readRecord(
  header: string,
  number: number,
  [asked = "", frame = "", text = ""]: readonly string[],
): readonly [string, Answer | undefined] {
  const prefix = `${number} `;
  const request = asked.slice(prefix.length);
  const match = frameLine.exec(frame);
  if (!asked.startsWith(prefix) || match === null) return [request, undefined];
  const [, id, state, length, digest] = match as unknown as [string, string, FrameState, string, string];
  const bound = createHash("sha256").update(`${header}\n${asked} ${state}\n${text}`, "latin1").digest("hex");
  if (Number(id) !== number || Number(length) !== text.length || digest !== bound) return [request, undefined];
  const payload = decodeBase64(Buffer.from(text, "latin1"));
  return [request, payload && answerOf(state, payload)];
}

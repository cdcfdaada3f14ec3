import { createHash } from "node:crypto";
import { readerSha256 } from "../../src/connect/reader.ts";
import { encodeAnswer } from "../../src/connect/reader-session/frames.ts";
import { fromRecorded, type Recording } from "../../src/connect/recordings/recording.ts";

/** The first line of a sweep that this reader took on a node. */
export const sweepHeader = (host: string, reader = readerSha256): string =>
  `plimsoll-sweep 1 0 2026-11-21T06:00:00Z ${reader} ${host}`;

/** The file that a sweep of a recorded node would be. */
export function sweepOf(recording: Recording, header: string): string {
  const records = Object.entries(recording).map(([request, recorded], index) => {
    const number = index + 1;
    const [state, payload] = encodeAnswer(fromRecorded(recorded));
    const text = payload.toString("base64");
    const bound = `${header}\n${number} ${request} ${state}\n${text}`;
    const digest = createHash("sha256").update(bound).digest("hex");
    return `${number} ${request}\n#${number} ${state} ${text.length} ${digest}\n${text}\n`;
  });
  return `${header}\n${records.join("")}plimsoll-sweep end ${records.length}\n`;
}

import type { Readable } from "node:stream";
import { printable } from "../logins/plain-words.ts";

/** Lines before the identification are allowed (RFC 4253 section 4.2) and skipped; this many bytes of them are kept. */
const keptBytes = 8192;

/** Who hears what a server says before anything is encrypted. */
export type IdentificationListener = {
  /** The identification string, `SSH-2.0-…`, without its line end. */
  readonly onIdentification: (identification: string) => void;
  /** What came before or instead of it so far: "Exceeded MaxStartups", for one. */
  readonly onOther: (text: string) => void;
};

/**
 * Listens along for the server's identification string without taking a byte from whoever reads the stream. Must be
 * called after that reader has paused the stream and before it resumes it.
 */
export function hearIdentification(stream: Readable, listener: IdentificationListener): void {
  let text = "";
  const listen = (chunk: Buffer): void => {
    text += chunk.toString("latin1");
    const identification = /(?:^|\n)(SSH-[^\r\n]*)\r?\n/.exec(text)?.[1];
    if (identification !== undefined) listener.onIdentification(printable(identification).slice(0, 255));
    else listener.onOther(printable(text));
    if (identification !== undefined || text.length > keptBytes) stream.off("data", listen);
  };
  stream.on("data", listen);
}

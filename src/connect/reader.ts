import { createHash } from "node:crypto";
import { ownText } from "../own-files.ts";

/** The only program that runs on a node. */
export const readerSource: string = ownText("src/connect/reader.sh");

/**
 * What is sent of it to a shell: neither what a sweep at a console does, nor lines that are comments, of the shell or of awk.
 * bash and mksh read a program on stdin byte by byte, a system call for each.
 */
export const readerAsSent: string = readerSource
  .replace(/^# --- Sweep: [\s\S]*?(?=^# --- )/m, "")
  .replace(/^[ \t]*#.*\n/gm, "");

/** SHA-256 of {@link readerSource} in hex, for reports: an assessor can compare it with the published file. */
export const readerSha256: string = createHash("sha256").update(readerSource).digest("hex");

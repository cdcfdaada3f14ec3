import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * The only program that runs on a node, byte for byte as it is sent.
 * The path holds from `src/connect` and from `dist/connect`: both lie two folders below the package.
 */
export const readerSource: string = readFileSync(new URL("../../src/connect/reader.sh", import.meta.url), "utf8");

/** SHA-256 of {@link readerSource} in hex, for reports: an assessor can compare it with the published file. */
export const readerSha256: string = createHash("sha256").update(readerSource).digest("hex");

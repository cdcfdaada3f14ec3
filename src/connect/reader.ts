import { createHash } from "node:crypto";
import { ownText } from "../own-files.ts";

/** The only program that runs on a node, byte for byte as it is sent. */
export const readerSource: string = ownText("src/connect/reader.sh");

/** SHA-256 of {@link readerSource} in hex, for reports: an assessor can compare it with the published file. */
export const readerSha256: string = createHash("sha256").update(readerSource).digest("hex");

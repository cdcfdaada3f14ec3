import { createHash } from "node:crypto";

/**
 * A UUID that follows from names alone, so that two runs on the same evidence give the same bytes. Version 8 of
 * RFC 9562, section 5.8, over SHA-256: version 5 would need SHA-1.
 */
export function derivedUuid(...names: readonly string[]): string {
  const bytes = createHash("sha256")
    .update(JSON.stringify(["plimsoll", ...names]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

import { createHash } from "node:crypto";

/** plimsoll's own name space: a UUID drawn once. */
const nameSpace = Buffer.from("6f3c2a54e5b04c0e9a4d0f6f1f7e2b91", "hex");

/**
 * A UUID that follows from names alone, of version 5 (RFC 9562, section 5.5): OSCAL's schema admits versions 4 and 5
 * only, and 4 would be chance. SHA-1 is what version 5 is made of; nothing is secured by it.
 */
export function nameBasedUuid(...names: readonly string[]): string {
  const bytes = createHash("sha1").update(nameSpace).update(JSON.stringify(names)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

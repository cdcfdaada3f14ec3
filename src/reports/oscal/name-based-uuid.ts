import { createHash } from "node:crypto";
import { uuidText } from "../uuid-text.ts";

/** plimsoll's own name space: a UUID drawn once. */
const nameSpace = Buffer.from("6f3c2a54e5b04c0e9a4d0f6f1f7e2b91", "hex");

/**
 * A UUID that follows from names alone, of version 5 (RFC 9562, section 5.5): OSCAL's schema admits versions 4 and 5
 * only, and 4 would be chance. SHA-1 is what version 5 is made of; nothing is secured by it.
 */
export const nameBasedUuid = (...names: readonly string[]): string =>
  uuidText(createHash("sha1").update(nameSpace).update(JSON.stringify(names)).digest(), 5);

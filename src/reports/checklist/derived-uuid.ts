import { createHash } from "node:crypto";
import { uuidText } from "../uuid-text.ts";

/**
 * A UUID that follows from names alone, so that two runs on the same evidence give the same bytes. Version 8 of
 * RFC 9562, section 5.8, over SHA-256: version 5 would need SHA-1.
 */
export const derivedUuid = (...names: readonly string[]): string =>
  uuidText(
    createHash("sha256")
      .update(JSON.stringify(["plimsoll", ...names]))
      .digest(),
    8,
  );

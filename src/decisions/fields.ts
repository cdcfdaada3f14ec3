import { z } from "zod";

// Every message completes the sentence '"key" must be …'.

const invisible = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`;
const printable = new RegExp(`^[^${invisible}]+$`, "u");

/** Text that can be shown. */
export const text = z.string("printable text").regex(printable, "printable text");

/** A day. */
export const date = z.iso.date("a date that exists, written YYYY-MM-DD");

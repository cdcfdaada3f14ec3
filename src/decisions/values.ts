import { z } from "zod";

// Every message of these schemas completes the sentence '"key" must be …'.

const invisible = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`;
const printable = new RegExp(`^[^${invisible}]+$`, "u");

/** Text that shows all that it is. */
export const text = z.string("printable text").regex(printable, "printable text");

/** A day. */
export const date = z.iso.date("a date that exists, written YYYY-MM-DD");

/** What every approved list says of itself. */
export const approval = {
  document: text.exactOptional(),
  version: text.exactOptional(),
  approvedBy: text.exactOptional(),
  date: date.exactOptional(),
  expires: date.exactOptional(),
};

/** A namespace by its name: RFC 1123, as Kubernetes wants it. */
export const namespace = z
  .string("the name of a namespace")
  .regex(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/, "the name of a namespace");

/** A list of namespaces. */
export const namespaces = z.array(namespace, "a list of namespaces");

/**
 * The bytes of a field that the reader encoded on its own, within an answer.
 * @throws Error where it is not whole: an encoder that was killed would pass for a short value.
 */
export function bytesOf(field: string): Buffer {
  const bytes = Buffer.from(field, "base64");
  if (bytes.toString("base64") !== field) throw new Error(`not base64: ${JSON.stringify(field.slice(0, 40))}`);
  return bytes;
}

/** The same as text. */
export const textOf = (field: string): string => bytesOf(field).toString("utf8");

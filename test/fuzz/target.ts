import { XccdfFileError } from "../../src/xccdf/xccdf-file-error.ts";

/** A reader of text from outside, and texts that it reads. */
export type Target = {
  readonly name: string;
  readonly read: (text: string) => unknown;
  /** Valid texts, of which inputs are made. */
  readonly seeds: readonly string[];
  /** Words of its language. */
  readonly words?: readonly string[];
  /** The kind of error that it says it throws; else any of its own words, and what JSON.parse and zod throw. */
  readonly throws?: abstract new (
    ...args: never[]
  ) => Error;
};

/** Of a file that a reader refuses. */
export class Refused extends Error {}
export const refusal = (sentence: string, options?: ErrorOptions): Error => new Refused(sentence, options);

/** Errors that say what is wrong in words of ours. */
export function isOwnError(error: unknown, { throws }: Pick<Target, "throws"> = {}): boolean {
  if (throws !== undefined) return error instanceof throws;
  if (error instanceof Refused || error instanceof XccdfFileError) return true;
  if (!(error instanceof Error)) return false;
  // zod's, JSON.parse's, OpenSSL's and TextDecoder's say what is wrong with the text; any other kind is our mistake.
  const { name } = error;
  const code = "code" in error ? String(error.code) : "";
  return (
    error.constructor === Error ||
    name === "ZodError" ||
    name === "$ZodError" ||
    error instanceof SyntaxError ||
    code === "ERR_ENCODING_INVALID_ENCODED_DATA" ||
    code.startsWith("ERR_OSSL")
  );
}

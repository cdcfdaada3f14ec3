/** The error of whoever reads the file: one sentence, in front of which it puts the path. */
export type Refusal = (sentence: string, options?: ErrorOptions) => Error;

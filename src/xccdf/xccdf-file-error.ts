/** A file that is no benchmark, or none that can be used: one sentence. Nothing has been contacted. */
export class XccdfFileError extends Error {
  constructor(file: string, sentence: string, options?: ErrorOptions) {
    super(`${file}: ${sentence}`, options);
  }
}

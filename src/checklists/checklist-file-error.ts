/** A file that is no checklist, or none that can be used: one sentence with its path. Nothing has been contacted. */
export class ChecklistFileError extends Error {
  constructor(file: string, sentence: string, options?: ErrorOptions) {
    super(`${file}: ${sentence}`, options);
  }
}

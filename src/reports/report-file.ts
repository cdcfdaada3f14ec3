/** One file of a report, ready to write. */
export type ReportFile = {
  /** Relative to the run's folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
};

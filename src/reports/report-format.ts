/** The formats that an operator can ask for, by the words of the command line. */
export const reportFormats = ["html", "ckl", "cklb", "json", "csv", "junit", "xccdf", "sarif", "oscal", "hdf"] as const;
/** A format that is a pure function of the assessment. */
export type ReportFormat = (typeof reportFormats)[number];

/** The same, and the page as a browser prints it. */
export type WantedFormat = ReportFormat | "pdf";

import type { Status } from "../findings/verdict.ts";

/** The four statuses as people say them. */
export const statusWords: Readonly<Record<Status, string>> = {
  open: "Open",
  not_reviewed: "Not Reviewed",
  not_a_finding: "Not a Finding",
  not_applicable: "Not Applicable",
};

/** The four statuses as the CKL schema spells them. */
export const cklStatuses: Readonly<Record<Status, string>> = {
  open: "Open",
  not_reviewed: "Not_Reviewed",
  not_a_finding: "NotAFinding",
  not_applicable: "Not_Applicable",
};

/** The four statuses as XCCDF has them: `notchecked` is what every importer of checklists calls Not Reviewed. */
export const xccdfResults: Readonly<Record<Status, string>> = {
  open: "fail",
  not_reviewed: "notchecked",
  not_a_finding: "pass",
  not_applicable: "notapplicable",
};

import type { Status } from "../../src/findings/verdict.ts";

/** The words that Heimdall shows for our statuses. */
export const heimdallStatuses: Readonly<Record<Status, string>> = {
  open: "Failed",
  not_reviewed: "Not Reviewed",
  not_a_finding: "Passed",
  not_applicable: "Not Applicable",
};

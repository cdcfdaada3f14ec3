import type { Status } from "../../src/findings/verdict.ts";

/** What STIG Manager's Watcher uses when nothing is configured. */
export const watcherDefaults = {
  importOptions: {
    autoStatus: "saved",
    unreviewed: "commented",
    unreviewedCommented: "informational",
    emptyDetail: "replace",
    emptyComment: "ignore",
    allowCustom: true,
  },
  fieldSettings: {
    detail: { enabled: "always", required: "always" },
    comment: { enabled: "findings", required: "findings" },
  },
  allowAccept: true,
  scapBenchmarkMap: new Map(),
  sourceRef: "plimsoll",
};

/** STIG Manager's words; a Not Reviewed rule with details arrives as `informational`. */
export const stigManagerResults: Readonly<Record<Status, string>> = {
  open: "fail",
  not_reviewed: "informational",
  not_a_finding: "pass",
  not_applicable: "notapplicable",
};

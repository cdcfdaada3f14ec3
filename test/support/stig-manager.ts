import {
  type ParsedResults,
  reviewsFromCkl,
  reviewsFromCklb,
  TaskObject,
} from "@nuwcdivnpt/stig-manager-client-modules";
import type { Status } from "../../src/findings/verdict.ts";
import type { ChecklistFormat } from "./checklist.ts";

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

const parsers = { ckl: reviewsFromCkl, cklb: reviewsFromCklb };

/** What STIG Manager's parser makes of the text of a checklist. @throws Error where it refuses it. */
export const imported = (format: ChecklistFormat, data: string): ParsedResults =>
  parsers[format]({ ...watcherDefaults, data });

/** What it would write of several files: assets by their names in lower case. */
export const taskAssets = (parsedResults: readonly ParsedResults[], revision: string) =>
  new TaskObject({
    parsedResults,
    apiAssets: [],
    apiStigs: [{ benchmarkId: "Kubernetes_STIG", revisionStrs: [revision] }],
    options: { createObjects: true, collectionId: "1", strictRevisionCheck: true },
  }).taskAssets;

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

import type { Assessment } from "../../findings/assessment.ts";
import type { ChecklistScope } from "../../findings/checklist-settings.ts";
import { apiLine, coverageLine } from "../coverage.ts";
import { visible } from "../visible-text.ts";

/** Whom a checklist speaks of. */
export type Asset = {
  readonly scope: ChecklistScope;
  /** What importers tell assets apart by, in whatever case: never empty, 255 characters at most. */
  readonly hostName: string;
  /** Without an ending, in ASCII. */
  readonly fileName: string;
  /** How much of it was seen. */
  readonly comment: string;
};

/** The assets of an assessment. */
export function assetsOf(assessment: Assessment, _scope: ChecklistScope): readonly Asset[] {
  const { coverage } = assessment;
  const comment = `Kubernetes cluster. ${coverageLine(coverage)}. ${apiLine({ ...coverage, api: withoutMessage(coverage.api) })}.`;
  return [
    { scope: "cluster", hostName: hostNameOf(assessment.cluster), fileName: fileNameOf(assessment.cluster), comment },
  ];
}

/** STIG Manager refuses a HOST_NAME that is empty or longer than 255. */
const hostNameOf = (cluster: string): string => visible(cluster.trim()).slice(0, 255) || "unnamed";

/** A name that every file system takes, not hidden, not a path. */
function fileNameOf(cluster: string): string {
  const name = cluster.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "");
  return name.slice(0, 100) || "cluster";
}

/** A failure's message may hold a time or a port; a checklist changes only when the result does. */
const withoutMessage = ({ message, unread, ...api }: Assessment["coverage"]["api"]): Assessment["coverage"]["api"] => ({
  ...api,
  ...(unread && { unread: unread.map((question) => ({ ...question, message: "" })) }),
});

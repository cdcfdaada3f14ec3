import type { Status } from "../../findings/verdict.ts";

/** What a result can be in HDF version 1 (exec-json). There are two more words, which say that a test went wrong. */
export type ResultStatus = "failed" | "passed" | "skipped";

/** One result of a control; a `skip_message` in place of the `message` where it is skipped. */
export type Result = {
  readonly status: ResultStatus;
  readonly code_desc: string;
  readonly message?: string;
  readonly skip_message?: string;
  readonly start_time: string;
};

/** One requirement with its results, as InSpec's JSON reporter calls it. */
export type Control = {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly descriptions: readonly { readonly label: string; readonly data: string }[];
  /** 0 is how HDF says not applicable. */
  readonly impact: number;
  readonly refs: readonly { readonly ref: string }[];
  readonly tags: Readonly<Record<string, string | readonly string[]>>;
  /** Empty: Heimdall writes "undefined" where it is missing. */
  readonly code: "";
  readonly source_location: Readonly<Record<never, never>>;
  readonly waiver_data?: WaiverData;
  readonly attestation_data?: AttestationData;
  readonly results: readonly Result[];
};

/** That a requirement is let be, as InSpec's waiver files have it. */
export type WaiverData = {
  readonly justification: string;
  readonly expiration_date?: string;
  readonly run: true;
  /** Heimdall shows a control as not applicable where this is true. */
  readonly skipped_due_to_waiver: boolean;
};

/** What a person says of a requirement, as MITRE's SAF has it. */
export type AttestationData = {
  readonly control_id: string;
  readonly explanation: string;
  readonly frequency: string;
  readonly status: "passed" | "failed";
  readonly updated: string;
  readonly updated_by: string;
};

/** How a status reads as a result. Not applicable has no word there: `impact` says it. */
export const resultStatuses: Readonly<Record<Status, ResultStatus>> = {
  open: "failed",
  not_reviewed: "skipped",
  not_a_finding: "passed",
  not_applicable: "skipped",
};

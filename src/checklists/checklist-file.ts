import type { Severity } from "../benchmark/requirement.ts";
import type { Status } from "../findings/verdict.ts";

/** Whom a checklist speaks of, as it says itself; empty where it does not. */
export type ChecklistAsset = { readonly hostName: string };

/** What a checklist says of one rule. */
export type AnsweredRule = {
  readonly vulnId: string;
  readonly ruleId: string;
  readonly stigId: string;
  readonly checkText: string;
  readonly status: Status;
  readonly details: string;
  readonly comments: string;
  readonly severity: string;
  readonly override?: { readonly severity: Severity; readonly justification: string };
};

/** A checklist that people filled in. */
export type ChecklistFile = {
  readonly format: "ckl" | "cklb";
  readonly name: string;
  readonly sha256: string;
  readonly asset: ChecklistAsset;
  readonly stig?: {
    readonly id: string;
    readonly version: string;
    readonly releaseInfo: string;
    readonly rules: readonly AnsweredRule[];
  };
  readonly others: readonly { readonly id: string; readonly title: string; readonly text: string }[];
};

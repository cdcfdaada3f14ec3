import type { Severity } from "../benchmark/requirement.ts";
import type { Status } from "../findings/verdict.ts";

/** A checklist that people filled in. */
export type ChecklistFile = ChecklistContent & {
  /** By what is in it, whatever its name ends with. */
  readonly format: "ckl" | "cklb";
  /** The file's base name and SHA-256. */
  readonly name: string;
  readonly sha256: string;
};

/** What a checklist says, whatever the format. */
export type ChecklistContent = {
  readonly asset: ChecklistAsset;
  /** The Kubernetes STIG in it; undefined where it is of other STIGs only. */
  readonly stig?: AnsweredStig;
  /** The other STIGs of the same file, in its order. */
  readonly others: readonly OtherStig[];
};

/** Whom a checklist speaks of: texts as they are written, "" where missing. */
export type ChecklistAsset = {
  readonly hostName: string;
  readonly ip: string;
  readonly mac: string;
  readonly fqdn: string;
  readonly role: string;
  readonly assetType: string;
  /** CKL's MARKING, CKLB's classification. */
  readonly marking: string;
  readonly targetComment: string;
  readonly techArea: string;
  /** "true", "false" or "". */
  readonly webOrDatabase: string;
  readonly webDbSite: string;
  readonly webDbInstance: string;
};

/** The Kubernetes STIG of a checklist. */
export type AnsweredStig = {
  /** As it is written, without XCCDF's prefix: it may be in small letters, or "" where only the title says it. */
  readonly id: string;
  readonly version: string;
  /** `Release: 5 Benchmark Date: 05 Jan 2026`; "" where the file has none, or no more than the word. */
  readonly releaseInfo: string;
  readonly rules: readonly AnsweredRule[];
};

/** A STIG as it stands in the file: `<iSTIG>…</iSTIG>`, or the JSON text of a member of `stigs`, character for character. */
export type OtherStig = { readonly id: string; readonly title: string; readonly text: string };

/** What a checklist says of one rule; at least one of the three ids is there. Line ends of texts are LF. */
export type AnsweredRule = {
  /** `V-242376`; "" where missing, as the other two. */
  readonly vulnId: string;
  /** `SV-242376r960759_rule`, however it is written. */
  readonly ruleId: string;
  /** `CNTR-K8-000150`. */
  readonly stigId: string;
  /** The rule's check text as the file has it. */
  readonly checkText: string;
  readonly status: Status;
  /** What stands in place of a status and is none of the four words; `status` is `not_reviewed` then. */
  readonly unknownStatus?: string;
  readonly details: string;
  readonly comments: string;
  readonly severity: string;
  readonly override?: { readonly severity: Severity; readonly justification: string };
  /** An override whose severity is none of the three words, or missing: somebody meant something with it. */
  readonly unknownOverride?: { readonly severity: string; readonly justification: string };
};

import type { Severity } from "../../benchmark/requirement.ts";
import type { SiteDecisions } from "../../evidence/site.ts";
import type { Attestation, Waiver } from "../../evidence/waivers.ts";
import type { Assessment } from "../../findings/assessment.ts";

/** What is amiss with a decision. `hint`: nothing is, but somebody should know. */
export type ComplaintKind = "expired" | "contradictory" | "too broad" | "unused" | "hint";

/** One sentence on an entry of a decisions file: what it is, and what to do. */
export type Complaint = {
  readonly kind: ComplaintKind;
  /** Of the file; not there for its lists. */
  readonly line?: number;
  readonly sentence: string;
};

/** What is known of a rule without any run. */
export type KnownRule = {
  readonly severity: Severity;
  readonly judgedOn: "nodes" | "cluster" | "nothing";
  /** It is in a release, or of the guidance, that is chosen. */
  readonly isChosen: boolean;
};

/** What a decisions file is looked at with. */
export type CheckInput = {
  readonly site: SiteDecisions;
  /** ISO 8601. */
  readonly today: string;
  /** Undefined of a rule that no release and no guidance has. */
  readonly known: (rule: string) => KnownRule | undefined;
  /** How the releases are called that are chosen: `V2R6`. */
  readonly chosen: string;
  /** A run of the cluster, as the evidence has it: what people say of it is this file's. */
  readonly run?: Assessment;
};

/** An entry, for a sentence. */
export const nameOfWaiver = ({ rule }: Waiver): string => `the waiver of ${rule}`;
/** The same of an attestation. */
export const nameOfAttestation = ({ rule }: Attestation): string => `the attestation of ${rule}`;

/** What the site may want a waived finding called. */
export type WaivedStatus = "open" | "not_a_finding" | "not_applicable";

/** Names of an object of Kubernetes; `*` stands for any text. Without a namespace: one that is in none. */
export type ObjectPattern = { readonly namespace?: string; readonly kind: string; readonly name: string };

/** What a waiver is about: one of these. Of patterns one has to fit; `*` stands for any text. */
export type WaiverScope =
  | { readonly cluster: true }
  /** As the inventory declares them. */
  | { readonly roles: readonly string[] }
  | { readonly nodes: readonly string[] }
  | { readonly namespaces: readonly string[] }
  | { readonly objects: readonly ObjectPattern[] };

/** The site lets what is open be. */
export type Waiver = {
  /** Vuln ID, or the name of a check of the guidance. */
  readonly rule: string;
  readonly scope: WaiverScope;
  readonly reason: string;
  readonly approver: string;
  readonly ticket?: string;
  /** ISO 8601 date, the last day on which it holds. */
  readonly expires: string;
  /** Of the finding that was approved: it does not hold for another. */
  readonly fingerprint?: string;
  readonly status: WaivedStatus;
  /** Where it stands in the decisions file, from 1. */
  readonly line: number;
};

/** What a person of the site says of a rule that only a person can judge. */
export type Attestation = {
  readonly rule: string;
  readonly status: WaivedStatus;
  readonly statement: string;
  readonly by: string;
  /** ISO 8601 dates: when it was said, and the last day on which it holds. */
  readonly date: string;
  readonly expires: string;
  readonly document?: string;
  readonly ticket?: string;
  readonly fingerprint?: string;
  readonly line: number;
};

export type Severity = "high" | "medium" | "low";
export type Category = "CAT I" | "CAT II" | "CAT III";

/** One rule of a benchmark release, as DISA identifies it. Its prose is DISA's and is not kept here. */
export type Requirement = {
  /** `V-242387`: our key everywhere. */
  readonly id: string;
  /** `SV-242387r1137639_rule`: changes with the release. */
  readonly ruleId: string;
  /** `CNTR-K8-000330`. */
  readonly stigId: string;
  /** The SRG requirement that the rule serves, `SRG-APP-000033-CTR-000090`. */
  readonly groupTitle: string;
  readonly severity: Severity;
  readonly title: string;
  readonly ccis: readonly string[];
};

/** One release of one benchmark. */
export type Benchmark = {
  /** `Kubernetes_STIG`: case matters to importers. */
  readonly id: string;
  readonly title: string;
  /** `2` of V2R6. */
  readonly version: string;
  /** `6` of V2R6. */
  readonly release: string;
  /** `Release: 6 Benchmark Date: 01 Apr 2026`, verbatim: importers take the release number from it. */
  readonly releaseInfo: string;
  /** The benchmark's `dc:identifier`, which checklists call the target key. */
  readonly targetKey: string;
  /** File name of the XCCDF that DISA publishes. */
  readonly fileName: string;
  readonly requirements: readonly Requirement[];
};

const categories: Readonly<Record<Severity, Category>> = { high: "CAT I", medium: "CAT II", low: "CAT III" };

/** DISA's severity category code of a severity. */
export const categoryOf = (severity: Severity): Category => categories[severity];

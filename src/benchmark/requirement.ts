import type { Component } from "./component.ts";

/** How much a requirement weighs, in the words of XCCDF, most first. */
export const severities = ["high", "medium", "low"] as const;
/** How much one requirement weighs. */
export type Severity = (typeof severities)[number];
/** DISA's severity category codes, as the severities are ordered. */
export const categories = ["CAT I", "CAT II", "CAT III"] as const;
export type Category = (typeof categories)[number];

/** The benchmarks, by the words of the command line. */
export const benchmarkNames = ["stig", "nsa-cisa"] as const;
export type BenchmarkName = (typeof benchmarkNames)[number];

/** Parts of DISA's description of a rule besides the discussion, as its files call them; most are empty. */
export const descriptionParts = [
  "FalsePositives",
  "FalseNegatives",
  "Documentable",
  "Mitigations",
  "SeverityOverrideGuidance",
  "PotentialImpacts",
  "ThirdPartyTools",
  "MitigationControl",
  "Responsibility",
  "IAControls",
] as const;
export type DescriptionPart = (typeof descriptionParts)[number];

/** DISA's own words on a rule. Only a file that the user brings has them. */
export type DisaTexts = {
  readonly discussion: string;
  readonly check: string;
  readonly fix: string;
  readonly weight?: string;
  readonly legacyIds?: readonly string[];
  /** Those that are not empty. */
  readonly more?: Readonly<Partial<Record<DescriptionPart, string>>>;
};

/** What tells one check text from another without its words. */
export type CheckText = {
  /** SHA-256 of the text, each run of white space as one space. */
  readonly sha256: string;
  /** SHA-256 of what the text names and negates, in no order: settings, paths, values, "not". */
  readonly terms: string;
};

/** One rule of a STIG release, as DISA identifies it. */
export type StigRequirement = {
  /** The Vuln ID, `V-242387`. */
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
  /** Both are of the file that the user brings: DISA's prose is not kept here. */
  readonly disa?: DisaTexts;
  /** Missing where the file has no check text. */
  readonly checkText?: CheckText;
};

/** One check of the NSA/CISA guidance, which numbers none: slug, title and severity are ours. */
export type GuidanceRequirement = {
  /** Ours: `non-root-containers`. */
  readonly id: string;
  readonly component: Component;
  readonly severity: Severity;
  readonly title: string;
  /** The section of version 1.0, and of version 1.2 where its name is another. */
  readonly section: { readonly v10: string; readonly v12?: string };
  /** Letters of the appendices that show what is asked for. */
  readonly appendices: readonly string[];
  /** Vuln IDs of STIG rules on the same facts. */
  readonly stig: readonly string[];
  /** Controls of NIST SP 800-53, by our own reading. */
  readonly nist: readonly string[];
};

/** What is judged: a rule of a STIG, or a check of the guidance. */
export type Requirement = StigRequirement | GuidanceRequirement;

/** One release of a STIG. */
export type StigBenchmark = {
  readonly name: "stig";
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
  /** The file that the user brought: without it the benchmark is one of those built in. */
  readonly file?: { readonly name: string; readonly sha256: string };
  readonly requirements: readonly StigRequirement[];
};

/** The guidance as a list of checks. */
export type GuidanceBenchmark = {
  readonly name: "nsa-cisa";
  readonly title: string;
  readonly version: string;
  readonly requirements: readonly GuidanceRequirement[];
};

/** What is judged by. */
export type Benchmark = StigBenchmark | GuidanceBenchmark;

/** `V2R6`. */
export const releaseName = ({ version, release }: Pick<StigBenchmark, "version" | "release">): string =>
  `V${version}R${release}`;

const categoriesBySeverity: Readonly<Record<Severity, Category>> = { high: "CAT I", medium: "CAT II", low: "CAT III" };

/** DISA's severity category code of a severity. */
export const categoryOf = (severity: Severity): Category => categoriesBySeverity[severity];

/** A benchmark with some of its requirements; undefined: with all. */
export function onlyThese(benchmark: Benchmark, ids: readonly string[] | undefined): Benchmark {
  if (ids === undefined) return benchmark;
  const isWanted = ({ id }: Requirement): boolean => ids.includes(id);
  return benchmark.name === "stig"
    ? { ...benchmark, requirements: benchmark.requirements.filter(isWanted) }
    : { ...benchmark, requirements: benchmark.requirements.filter(isWanted) };
}

/** A title with plain blanks: DISA's have some that do not break, which machines and consoles need not. */
export const plainTitle = ({ title }: { readonly title: string }): string => title.replaceAll("\u00A0", " ");

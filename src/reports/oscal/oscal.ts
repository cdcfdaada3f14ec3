import type { Assessment } from "../../findings/assessment.ts";
import { jsonChunks } from "../../large-json/write-json.ts";
import { type Part, partsOf } from "../benchmarks.ts";
import { countStatuses } from "../counts.ts";
import { coverageLine } from "../coverage.ts";
import { inReadingOrder } from "../reading-order.ts";
import type { ReportFile } from "../report-file.ts";
import { objectiveOf, reviewedControls } from "./controls.ts";
import { findingOf } from "./findings.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";
import { observationsOf } from "./observations.ts";
import { line, paragraphs, properties, value } from "./oscal-text.ts";
import { risksOf } from "./risks.ts";
import { localDefinitions } from "./system.ts";

/** How deep an observation lies. */
const observationDepth = 5;

/** `oscal-assessment-results.json`, OSCAL 1.2.0: one result with every finding of both benchmarks. */
export const oscalReport = (assessment: Assessment): ReportFile => ({
  path: "oscal-assessment-results.json",
  content: text(assessment),
});

function* text(assessment: Assessment): Generator<string> {
  yield* jsonChunks({ "assessment-results": resultsOf(assessment) }, observationDepth, 1);
  yield "\n";
}

function resultsOf(assessment: Assessment) {
  const { cluster, collected, findings } = assessment;
  const plan = nameBasedUuid("no plan");
  return {
    uuid: nameBasedUuid("assessment", cluster, collected.to),
    metadata: metadataOf(assessment),
    "import-ap": {
      href: `#${plan}`,
      remarks: "There is no assessment plan in OSCAL: the benchmarks say what was assessed.",
    },
    ...(findings.length > 0 && { "local-definitions": { "objectives-and-methods": findings.map(objectiveOf) } }),
    results: [resultOf(assessment)],
    "back-matter": { resources: [planResource(plan), ...partsOf(assessment).map(benchmarkResource)] },
  };
}

const metadataOf = (assessment: Assessment) => ({
  title: line(`Assessment of the Kubernetes cluster ${assessment.cluster}`),
  "last-modified": assessment.collected.to,
  version: value(assessment.collected.to),
  "oscal-version": "1.2.0",
  props: properties({
    "tool-version": assessment.tool.version,
    "coverage-complete": assessment.coverage.complete ? "yes" : "no",
  }),
});

function resultOf(assessment: Assessment) {
  const { cluster, collected, coverage } = assessment;
  const nodes = new Set(coverage.nodes.map(({ name }) => name));
  const judged = inReadingOrder(assessment.findings).map((finding) => {
    const observations = observationsOf(finding, assessment, nodes);
    const risks = risksOf(finding, assessment, observations);
    return { observations, risks, finding: findingOf(finding, assessment, { observations, risks }) };
  });
  const counts = countStatuses(assessment.findings);
  return {
    uuid: nameBasedUuid("result", cluster, collected.to),
    title: line(
      partsOf(assessment)
        .map(({ title, release }) => `${title} ${release}`)
        .join(" and "),
    ),
    description: paragraphs([coverageLine(coverage)]),
    start: collected.from,
    end: collected.to,
    props: properties({
      open: String(counts.open),
      "not-reviewed": String(counts.not_reviewed),
      "not-a-finding": String(counts.not_a_finding),
      "not-applicable": String(counts.not_applicable),
    }),
    "local-definitions": localDefinitions(assessment),
    "reviewed-controls": reviewedControls(assessment),
    ...listOf(
      "observations",
      judged.flatMap(({ observations }) => observations),
    ),
    ...listOf(
      "risks",
      judged.flatMap(({ risks }) => risks),
    ),
    ...listOf(
      "findings",
      judged.map(({ finding }) => finding),
    ),
  };
}

/** OSCAL has no empty lists. */
const listOf = <T>(name: string, items: readonly T[]): Readonly<Record<string, readonly T[]>> =>
  items.length === 0 ? {} : { [name]: items };

const planResource = (uuid: string) => ({
  uuid,
  title: "No assessment plan",
  description: "Stands where a plan would: the audit was run without one.",
});

const benchmarkResource = ({ name, title, release, releaseInfo }: Part) => ({
  uuid: nameBasedUuid("benchmark", name, release),
  title: line(`${title} ${release}`),
  description: paragraphs([releaseInfo === "" ? title : releaseInfo]),
});

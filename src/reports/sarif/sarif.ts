import type { Log, Run } from "sarif";
import type { Assessment } from "../../findings/assessment.ts";
import { jsonChunks } from "../../large-json/write-json.ts";
import { type Part, partsOf } from "../benchmarks.ts";
import { countStatuses } from "../counts.ts";
import { inReadingOrder } from "../reading-order.ts";
import type { ReportFile } from "../report-file.ts";
import { visible } from "../visible-text.ts";
import { invocationOf, notificationKinds } from "./invocation.ts";
import { resultsOf } from "./results.ts";
import { ruleOf } from "./rules.ts";

/** How deep a result lies. */
const resultDepth = 4;

/** `plimsoll.sarif`, SARIF 2.1.0: a run for each benchmark, of what is open and what was not reviewed. */
export const sarifReport = (assessment: Assessment): ReportFile => ({
  path: "plimsoll.sarif",
  content: text(assessment),
});

function* text(assessment: Assessment): Generator<string> {
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: partsOf(assessment).map((part) => runOf(assessment, part)),
  };
  yield* jsonChunks(log, resultDepth, 2);
  yield "\n";
}

function runOf(assessment: Assessment, part: Part): Run {
  // Worst first: GitHub keeps the first 5,000 results of a run by severity.
  const findings = inReadingOrder(part.findings);
  const nodes = new Set(assessment.coverage.nodes.map(({ name }) => name));
  const places = { cluster: assessment.cluster, nodes };
  return {
    tool: {
      driver: {
        name: "plimsoll",
        version: visible(assessment.tool.version),
        rules: findings.map(ruleOf),
        notifications: [...notificationKinds],
      },
    },
    automationDetails: {
      id: `plimsoll/${part.name}/${encodeURIComponent(visible(assessment.cluster))}/${visible(assessment.collected.to)}`,
      description: { text: `${part.title} ${part.release}, cluster ${visible(assessment.cluster)}` },
    },
    invocations: [invocationOf(assessment)],
    columnKind: "utf16CodeUnits",
    results: findings.flatMap((finding, index) => resultsOf(finding, index, places)),
    properties: {
      cluster: visible(assessment.cluster),
      benchmark: part.title,
      release: part.release,
      statuses: countStatuses(findings),
      coverageComplete: assessment.coverage.complete,
    },
  };
}

import { type BenchmarkName, type Category, categories } from "../benchmark/requirement.ts";
import { readNodes } from "../findings/assessment.ts";
import { statuses } from "../findings/verdict.ts";
import { countOf, type Outcome } from "./outcome.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly labels?: Labels; readonly value: number };
type Metric = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

const lastSuccess = "plimsoll_last_success_timestamp_seconds";

/**
 * What came of an audit in the Prometheus text exposition format, version 0.0.4, for node_exporter's textfile collector.
 * All are gauges: each run says them anew. `before`: what the file said before, of which the time of the last run that read
 * everything is handed on.
 */
export function metricsText(outcome: Outcome, before: string): string {
  const { cluster } = outcome.assessment;
  return metricsOf(outcome, successBefore(before, cluster))
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels = {}, value }) => `${name}${labelText({ cluster, ...labels })} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function metricsOf({ assessment, status, seconds }: Outcome, success: number | undefined): readonly Metric[] {
  const { read, all } = readNodes(assessment.coverage);
  const { complete } = assessment.coverage;
  const endedAt = Date.parse(assessment.collected.to) / 1000;
  const succeeded = complete ? endedAt : success;
  const benchmarks = Object.keys(assessment.benchmarks) as readonly BenchmarkName[];
  const each = <T>(of: (labels: { benchmark: BenchmarkName; category: Category }) => readonly T[]) =>
    benchmarks.flatMap((benchmark) => categories.flatMap((category) => of({ benchmark, category })));
  return [
    {
      name: "plimsoll_findings",
      help: "Findings of the last audit, waived ones as open.",
      samples: each((labels) =>
        statuses.map((status) => ({
          labels: { ...labels, status },
          value: countOf(assessment, { ...labels, status }),
        })),
      ),
    },
    {
      name: "plimsoll_findings_waived",
      help: "Open findings of the last audit that the site lets be.",
      samples: each((labels) => [{ labels, value: countOf(assessment, { ...labels, status: "waived" }) }]),
    },
    { name: "plimsoll_nodes", help: "Nodes that the last audit was about.", samples: [{ value: all }] },
    {
      name: "plimsoll_nodes_unread",
      help: "Nodes that the last audit did not read.",
      samples: [{ value: all - read }],
    },
    {
      name: "plimsoll_complete",
      help: "Whether the last audit read every node, and of the API all that rules needed (1), or not (0).",
      samples: [{ value: complete ? 1 : 0 }],
    },
    { name: "plimsoll_exit_status", help: "Exit status of the last audit.", samples: [{ value: status }] },
    {
      name: "plimsoll_run_duration_seconds",
      help: "What the last audit took, from its first question until it was judged.",
      samples: [{ value: Math.round(seconds * 1000) / 1000 }],
    },
    { name: "plimsoll_last_run_timestamp_seconds", help: "When the last audit ended.", samples: [{ value: endedAt }] },
    {
      name: lastSuccess,
      help: "When the last audit ended that read everything.",
      samples: succeeded === undefined ? [] : [{ value: succeeded }],
    },
  ].filter(({ samples }) => samples.length > 0);
}

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const labelText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",")}}`;

function successBefore(text: string, cluster: string): number | undefined {
  const start = `${lastSuccess}${labelText({ cluster })} `;
  const line = text.split("\n").find((one) => one.startsWith(start));
  const value = Number(line?.slice(start.length));
  return line !== undefined && Number.isFinite(value) ? value : undefined;
}

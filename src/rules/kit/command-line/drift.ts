import { readFlags } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import { asWritten, type CommandLine, unfilledWord } from "./command-line.ts";

const withSentence = (verdict: Verdict, sentence: string | undefined): Verdict =>
  sentence === undefined ? verdict : { ...verdict, reason: `${verdict.reason} ${sentence}` };

/** What command lines give one flag, each way once, in an order that does not depend on who started first. */
const shown = (calls: readonly Invocation[], flag: string, { syntax }: CommandLine): string =>
  [...new Set(calls.map((call) => asWritten(readFlags(call, syntax), flag)))].sort().join(" and ");

/** Says of a verdict that what starts next has other flags than what runs; nothing where they agree or one was not seen. */
export function withDrift(
  verdict: Verdict,
  line: CommandLine,
  configured: { readonly where: string; readonly calls: readonly Invocation[] },
  running: readonly Invocation[],
): Verdict {
  if (configured.calls.length === 0 || running.length === 0) return verdict;
  const pairs = line.flags.map((flag) => [shown(configured.calls, flag, line), shown(running, flag, line)] as const);
  // The kubelet fills in $(NAME) at the start: what will stand there is not known.
  const differing = pairs.filter(([next, now]) => next !== now && unfilledWord([next]) === undefined);
  if (differing.length === 0) return verdict;
  const next = differing.map(([configuredAs]) => configuredAs).join(", ");
  const now = differing.map(([, runningAs]) => runningAs).join(", ");
  return withSentence(verdict, `Restart pending: in ${configured.where} ${next}; in the running process ${now}.`);
}

/** Says of a verdict that several containers start the component; the worst of them counts. */
export function withSeveralManifests(
  verdict: Verdict,
  component: string,
  manifest: Observed<readonly Invocation[]>,
): Verdict {
  const files = entriesSeen(manifest).map(({ source }) => source.file ?? source.request);
  if (files.length < 2) return verdict;
  const names = [...new Set(files)].sort().join(", ");
  return withSentence(verdict, `${files.length} containers in static pod manifests start ${component} (${names}).`);
}

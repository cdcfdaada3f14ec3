import { readFlags } from "../../../evidence/go-flags.ts";
import type { KubeletUnit } from "../../../evidence/kubelet.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { Seen, Verdict } from "../../../findings/verdict.ts";
import { showFlags } from "../command-line/command-line.ts";
import { withDrift } from "../command-line/drift.ts";

/** The command line that systemd starts the kubelet with next; none where it is not known or no unit starts it. */
export const startedNext = (unit: Observed<KubeletUnit>): readonly Invocation[] =>
  unit.state === "present" && unit.value.nextStart.state === "present" ? [unit.value.nextStart.value] : [];

/** Whether the unit's files were read, and yet it is not known what they start. */
export const isNextStartUnknown = (unit: Observed<KubeletUnit>): boolean =>
  unit.state === "present" && unit.value.nextStart.state === "unknown";

/** What the next start shows of some flags. */
const showNextStart = (unit: Observed<KubeletUnit>, flags: readonly string[]): readonly Seen[] =>
  startedNext(unit).flatMap((call) => showFlags(call, readFlags(call), flags, "kubelet"));

/** Says and shows where the next start has other flags than the running kubelet. */
export function withNextStart(
  verdict: Verdict,
  flags: readonly string[],
  kubelet: Observed<readonly Invocation[]>,
  unit: Observed<KubeletUnit>,
): Verdict {
  const configured = { where: "the unit", calls: startedNext(unit) };
  const drifted = withDrift(verdict, { component: "kubelet", flags }, configured, entriesSeen(kubelet));
  return drifted === verdict ? verdict : { ...drifted, seen: [...drifted.seen, ...showNextStart(unit, flags)] };
}

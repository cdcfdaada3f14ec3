import { readFlags } from "../../../evidence/go-flags.ts";
import type { KubeletUnit } from "../../../evidence/kubelet.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import {
  byEveryReading,
  describeFlags,
  isArgumentsFile,
  sayingFromFile,
  showFlags,
} from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { isNextStartUnknown, startedNext, withNextStart } from "./kubelet-next-start.ts";

/** Lines of unit and environment files that carry a flag; comment lines do not count. */
function unitLinesWith(unit: Observed<KubeletUnit>, flag: string): readonly Seen[] {
  if (unit.state !== "present") return [];
  // pflag takes `_` for `-`; quotes and `=` stand before a flag in Environment="ARGS=--flag".
  const pattern = new RegExp(`(^|[\\s"'=])--${flag.replaceAll("-", "[-_]")}(=|\\s|["'\\\\]|$)`);
  return unit.value.texts.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const isComment = /^\s*[#;]/.test(line);
      if (isComment || !pattern.test(line)) return [];
      // The line may hold other flags too, such as --node-ip.
      const source = { ...unit.source, file, line: index + 1 };
      return [{ what: `--${flag} in ${file}`, value: line.trim(), source, isOwn: true }];
    }),
  );
}

/** What of the kubelet has to be looked at before a flag can be called absent. */
export type FlagAbsence = {
  /** The check text reads the unit: a unit that cannot be read leaves the question open. */
  readonly unitMustBeRead: boolean;
};

/** Where a flag is given; nowhere: an empty list. */
function placesOf(flag: string, calls: readonly Invocation[], next: readonly Invocation[], inUnit: readonly Seen[]) {
  const isIn = (some: readonly Invocation[]) => some.some((call) => readFlags(call).position(flag) !== undefined);
  const files = new Set(inUnit.flatMap((line) => line.source.file ?? []));
  return [
    ...(isIn(calls) ? [calls.some(isArgumentsFile) ? "the file of its arguments" : "its running process"] : []),
    ...files,
    ...(isIn(next) && files.size === 0 ? ["what its unit starts next"] : []),
  ];
}

function judgeAbsence(
  flag: string,
  kubelet: Observed<readonly Invocation[]>,
  unit: Observed<KubeletUnit>,
  { unitMustBeRead }: FlagAbsence,
): Verdict {
  const calls = entriesSeen(kubelet);
  const inUnit = unitLinesWith(unit, flag);
  const seen = [...calls.flatMap((call) => showFlags(call, readFlags(call), [flag], "kubelet")), ...inUnit];
  const places = placesOf(flag, calls, startedNext(unit), inUnit);
  if (places.length > 0) {
    return withNextStart(
      open(`The kubelet is given --${flag}, by ${places.join(" and ")}.`, seen),
      [flag],
      kubelet,
      unit,
    );
  }
  if (kubelet.state === "unknown") return unseenVerdict(kubelet);
  if (calls.length === 0) return notReviewed("kubelet is not running on this node.");
  if (unit.state === "unknown" && unitMustBeRead) return unseenVerdict(unit);
  const verdict = notAFinding(`The kubelet runs without --${flag}.${remarkOn(unit)}`, seen);
  return calls.reduce((said, call) => sayingFromFile(call, said), verdict);
}

const unreadUnit = " Its unit and environment files were not read.";

function remarkOn(unit: Observed<KubeletUnit>): string {
  if (unit.state === "unknown") return unreadUnit;
  return isNextStartUnknown(unit)
    ? " The files of its unit do not name the flag, but what they start is not known."
    : "";
}

/** What starts next may have another flag: that it was not seen does not take away what the running kubelet shows. */
function remarkOnNextStart(unit: Observed<KubeletUnit>): string {
  if (unit.state === "unknown") return unreadUnit;
  return isNextStartUnknown(unit) ? " What its unit starts next is not known." : "";
}

/** That the kubelet has not got a flag, in words. */
export const noKubeletFlag = (flag: string): string =>
  `no --${flag} on the kubelet's command line or in its unit's files`;

/** A condition that the kubelet flag is nowhere: not in the running argv, not in the unit or its environment files. */
export const withoutKubeletFlag = (flag: string, how: FlagAbsence = { unitMustBeRead: false }): Condition =>
  saying(
    noKubeletFlag(flag),
    condition([], (facts) => judgeAbsence(flag, facts["process.kubelet"], facts["kubelet.unit"], how), [
      "process.kubelet",
      "kubelet.unit",
    ] as const),
  );

/**
 * A condition on the kubelet's flags alone, as it runs. `nextStart`: what systemd starts next `counts` too, for what is
 * configured, or a difference is only `shown`.
 */
export const runningKubeletFlag = (
  flag: string,
  test: (value: string | undefined) => boolean,
  nextStart: "counts" | "shown" = "shown",
): Condition =>
  condition(
    ["process.kubelet"] as const,
    (facts) => {
      const kubelet = facts["process.kubelet"];
      const unit = facts["kubelet.unit"];
      const judge = (call: Invocation): Verdict =>
        byEveryReading(call, (flags) => {
          const reason = `kubelet: ${describeFlags(flags, [flag])}.`;
          const seen = showFlags(call, flags, [flag], "kubelet");
          return test(flags.text(flag)) ? notAFinding(reason, seen) : open(reason, seen);
        });
      const running = judgeRunning("kubelet", kubelet, judge);
      const isCounted = nextStart === "counts" && entriesSeen(kubelet).length > 0;
      const verdict = isCounted ? worst([running, ...startedNext(unit).map(judge)]) : running;
      const isPass = isCounted && verdict.status === "not_a_finding";
      const remark = isPass ? remarkOnNextStart(unit) : "";
      return withNextStart({ ...verdict, reason: `${verdict.reason}${remark}` }, [flag], kubelet, unit);
    },
    ["kubelet.unit"] as const,
  );

import { readFlags } from "../../evidence/go-flags.ts";
import type { KubeletUnit } from "../../evidence/kubelet.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../define-rule.ts";
import { describeFlags, showFlags } from "./command-line.ts";
import { judgeRunning } from "./component-flag.ts";

/** Lines of unit and environment files that carry a flag; comment lines do not count. */
function unitLinesWith(unit: Observed<KubeletUnit>, flag: string): readonly Seen[] {
  if (unit.state !== "present") return [];
  // pflag takes `_` for `-`; quotes and `=` stand before a flag in Environment="ARGS=--flag".
  const pattern = new RegExp(`(^|[\\s"'=])--${flag.replaceAll("-", "[-_]")}(=|\\s|["'\\\\]|$)`);
  return unit.value.texts.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const isComment = /^\s*[#;]/.test(line);
      if (isComment || !pattern.test(line)) return [];
      return [{ what: `--${flag} in ${file}`, value: line.trim(), source: { ...unit.source, file, line: index + 1 } }];
    }),
  );
}

/** What of the kubelet has to be looked at before a flag can be called absent. */
export type FlagAbsence = {
  /** The check text reads the unit: a unit that cannot be read leaves the question open. */
  readonly unitMustBeRead: boolean;
};

function judgeAbsence(
  flag: string,
  kubelet: Observed<readonly Invocation[]>,
  unit: Observed<KubeletUnit>,
  { unitMustBeRead }: FlagAbsence,
): Verdict {
  const calls = entriesSeen(kubelet);
  const inUnit = unitLinesWith(unit, flag);
  const seen = [...calls.flatMap((call) => showFlags(call, readFlags(call), [flag], "kubelet")), ...inUnit];
  const isRunningWith = calls.some((call) => readFlags(call).position(flag) !== undefined);
  if (isRunningWith || inUnit.length > 0) {
    const files = inUnit.flatMap((line) => line.source.file ?? []);
    const places = [...(isRunningWith ? ["its running process"] : []), ...new Set(files)];
    return open(`The kubelet is given --${flag}, by ${places.join(" and ")}.`, seen);
  }
  if (kubelet.state === "unknown") return unseenVerdict(kubelet);
  if (calls.length === 0) return notReviewed("kubelet is not running on this node.");
  if (unit.state === "unknown" && unitMustBeRead) return unseenVerdict(unit);
  const unread = unit.state === "unknown" ? " Its unit and environment files were not read." : "";
  return notAFinding(`The kubelet runs without --${flag}.${unread}`, seen);
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

/** A condition on the running kubelet's flags alone. */
export const runningKubeletFlag = (flag: string, test: (value: string | undefined) => boolean): Condition =>
  condition(["process.kubelet"] as const, (facts) =>
    judgeRunning("kubelet", facts["process.kubelet"], (call) => {
      const flags = readFlags(call);
      const seen = showFlags(call, flags, [flag], "kubelet");
      const reason = `kubelet: ${describeFlags(flags, [flag])}.`;
      return test(flags.text(flag)) ? notAFinding(reason, seen) : open(reason, seen);
    }),
  );

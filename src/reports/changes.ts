import type { Assessment, Finding } from "../findings/assessment.ts";
import { type Change, changes } from "../findings/history.ts";

/** What became of findings since an earlier run, as people say it. */
export const changeWords: Readonly<Record<Change, string>> = {
  opened: "opened",
  further: "open on further targets",
  unseen: "not seen any more",
  fixed: "no longer open",
  gone: "open then on what is not judged now",
  seen: "now reviewed",
  other: "otherwise changed",
  targets: "changed on some targets",
  effective: "otherwise by the effective reading only",
  evidence: "other evidence",
  same: "unchanged",
  added: "not judged before",
};

/** The findings of each kind of change that there is, in the order of their weight; none without an earlier run. */
export const findingsByChange = ({
  findings,
}: Assessment): readonly { readonly change: Change; readonly findings: readonly Finding[] }[] =>
  changes.flatMap((change) => {
    const own = findings.filter(({ history }) => history?.change === change);
    return own.length === 0 ? [] : [{ change, findings: own }];
  });

/** `2 opened, 3 no longer open, 87 unchanged`. */
export const changesLine = (assessment: Assessment): string =>
  findingsByChange(assessment)
    .map(({ change, findings }) => `${findings.length} ${changeWords[change]}`)
    .join(", ");

/** `2026-11-20 06:02 UTC`; what is no UTC timestamp is shown as it is. */
export function minuteOf(time: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/.exec(time);
  return found === null ? time : `${found[1]} ${found[2]} UTC`;
}

import type { Present } from "../../../../evidence/observed.ts";
import type { ClusterRuleFact } from "../../../../evidence/run.ts";
import {
  leftUnseen,
  notAFinding,
  notApplicable,
  notReviewed,
  type Seen,
  type Verdict,
} from "../../../../findings/verdict.ts";
import {
  type ClusterCondition,
  type ClusterRule,
  clusterCondition,
  defineClusterRule,
  type ShownFacts,
} from "../../../define-cluster-rule.ts";
import { counted, openAt, showPlaces } from "../../cluster/pods.ts";
import { type Workload, type WorkloadFact, workloadFacts, workloadsOf } from "./workloads.ts";

/**
 * What a workload shows that should not be: `open` is a finding, `review` is for a person, `unknown` could not be told
 * for its cause, `detail` is only shown, and what is `exempt` the check does not apply to.
 */
export type Shown =
  | {
      readonly kind: "open" | "review" | "detail" | "exempt";
      readonly value: string;
      /** Is shown before the others of its kind. */
      readonly isFirst?: true;
    }
  | { readonly kind: "unknown"; readonly value: string; readonly cause: string };

/** A check that every pod and every template is asked by itself. */
export type WorkloadCheck<Also extends ClusterRuleFact = never, Helpful extends ClusterRuleFact = never> = {
  readonly id: string;
  /** Facts that it needs besides. */
  readonly also?: readonly Also[];
  /** What is looked for, in a few words: "host ports". */
  readonly what: string;
  readonly looks: (workload: Workload, facts: ShownFacts<WorkloadFact | Also, Helpful>) => readonly Shown[];
  /** Facts that it looks at besides, as they were observed. */
  readonly helpful?: readonly Helpful[];
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

type Found = { readonly place: string; readonly shown: Shown };

/** What could not be told or is for a person, in one reason. */
function undecided(found: readonly Found[], what: string): string {
  const reviewed = found.flatMap(({ place, shown }) => (shown.kind === "review" ? [place] : []));
  const unknown = found.flatMap(({ place, shown }) =>
    shown.kind === "unknown" ? [{ place, cause: shown.cause }] : [],
  );
  const causes = [...new Set(unknown.map(({ cause }) => cause))].toSorted();
  return [
    ...(reviewed.length > 0 ? [`${counted(reviewed, what)} Whether that may be is for a person.`] : []),
    ...causes.map((cause) =>
      counted(
        unknown.flatMap((one) => (one.cause === cause ? [one.place] : [])),
        cause,
      ),
    ),
  ].join(" ");
}

/** That it could not be told of some is no question for a person. */
function untold(found: readonly Found[], verdict: Verdict): Verdict {
  const [cause] = found.flatMap(({ shown }) => (shown.kind === "unknown" ? [shown.cause] : []));
  return cause === undefined ? verdict : leftUnseen(verdict, cause);
}

function conclude(found: readonly Found[], looked: readonly Workload[], what: string): Omit<Verdict, "seen"> {
  const opened = found.flatMap(({ place, shown }) => (shown.kind === "open" ? [place] : []));
  const reason = undecided(found, what);
  if (opened.length > 0) return { ...openAt(opened, what), ...(reason !== "" && { alsoUnreviewed: true }) };
  if (reason !== "") return untold(found, notReviewed(reason));
  const exempt = found.filter(({ shown }) => shown.kind === "exempt").length;
  if (exempt > 0 && exempt === looked.length) return notApplicable("Every pod and template is for another system.");
  return notAFinding(`Not found in any pod or template that was looked at: ${what}.`);
}

const kinds = ["open", "review", "unknown", "detail", "exempt"] as const;
const isFirst = (shown: Shown): boolean => "isFirst" in shown && shown.isFirst === true;

const rowsOf = (found: readonly Found[], pods: Present<unknown>): readonly Seen[] =>
  kinds
    .flatMap((kind) => [true, false].map((first) => ({ kind, first })))
    .flatMap(({ kind, first }) => {
      const ofKind = found.filter(({ shown }) => shown.kind === kind && isFirst(shown) === first);
      return showPlaces(
        ofKind.map(({ place, shown: { value } }) => ({ place, value })),
        pods,
      );
    });

/** What a check says of the workloads of users, or of those of the platform itself. */
export const workloadCondition = <Also extends ClusterRuleFact = never, Helpful extends ClusterRuleFact = never>(
  { what, looks, also = [], helpful = [] }: Pick<WorkloadCheck<Also, Helpful>, "what" | "looks" | "also" | "helpful">,
  isOfPlatform: boolean,
): ClusterCondition =>
  clusterCondition<WorkloadFact | Also, Helpful>(
    [...workloadFacts, ...also],
    (facts) => {
      const known = facts as ShownFacts<WorkloadFact>;
      const pods = known["api.pods"];
      if (pods.state === "absent") return notReviewed("The pods were not listed.");
      const looked = workloadsOf(known).filter((workload) => workload.isOfPlatform === isOfPlatform);
      const found = looked.flatMap((workload) =>
        looks(workload, facts).map((shown) => ({ place: workload.place, shown })),
      );
      return { ...conclude(found, looked, what), seen: rowsOf(found, pods) };
    },
    helpful,
  );

/** How what belongs to the platform is called where it is judged apart. */
export const ofPlatform = "workloads of the platform itself";

/** A check of the guidance on workloads: those of users count, the platform's own are listed apart. */
export const workloadCheck = <Also extends ClusterRuleFact = never, Helpful extends ClusterRuleFact = never>(
  check: WorkloadCheck<Also, Helpful>,
): ClusterRule =>
  defineClusterRule({
    id: check.id,
    literal: [workloadCondition(check, false)],
    apart: { of: ofPlatform, conditions: [workloadCondition(check, true)] },
    expected: check.expected,
    check: check.check,
    fix: check.fix,
  });

import type { Present } from "../../../evidence/observed.ts";
import type { ClusterRuleFact } from "../../../evidence/run.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import {
  type ClusterCondition,
  type ClusterRule,
  clusterCondition,
  defineClusterRule,
  type ShownFacts,
} from "../../define-cluster-rule.ts";
import { counted, showPlaces } from "../cluster/pods.ts";
import { type Workload, type WorkloadFact, workloadFacts, workloadsOf } from "./workloads.ts";

/** What a workload shows that should not be: `open` is a finding, `review` is for a person, `detail` is only shown. */
export type Shown = { readonly kind: "open" | "review" | "detail"; readonly value: string };

/** A check that every pod and every template is asked by itself. */
export type WorkloadCheck<Also extends ClusterRuleFact = never> = {
  readonly id: string;
  /** Facts that it needs besides. */
  readonly also?: readonly Also[];
  /** What is looked for, in a few words: "host ports". */
  readonly what: string;
  readonly looks: (workload: Workload, facts: ShownFacts<Also>) => readonly Shown[];
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

type Found = { readonly place: string; readonly kind: Shown["kind"]; readonly value: string };

function conclude(found: readonly Found[], looked: readonly Workload[], what: string): Omit<Verdict, "seen"> {
  const places = (kind: Shown["kind"]) => found.flatMap((one) => (one.kind === kind ? [one.place] : []));
  if (places("open").length > 0) return open(counted(places("open"), what));
  if (places("review").length > 0)
    return notReviewed(`${counted(places("review"), what)} Whether that may be is for a person.`);
  return notAFinding(`Not found in ${looked.length} pods and templates: ${what}.`);
}

const rowsOf = (found: readonly Found[], pods: Present<unknown>): readonly Seen[] =>
  (["open", "review", "detail"] as const).flatMap((kind) =>
    showPlaces(
      found.filter((one) => one.kind === kind),
      pods,
    ),
  );

const lookedAt = <Also extends ClusterRuleFact>(
  { what, looks, also = [] }: WorkloadCheck<Also>,
  isOfPlatform: boolean,
): ClusterCondition =>
  clusterCondition<WorkloadFact | Also>([...workloadFacts, ...also], (shownFacts) => {
    const facts = shownFacts as ShownFacts<WorkloadFact> & ShownFacts<Also>;
    const pods = facts["api.pods"];
    if (pods.state === "absent") return notReviewed("The pods were not listed.");
    const looked = workloadsOf(facts).filter((workload) => workload.isOfPlatform === isOfPlatform);
    const found = looked.flatMap((workload) =>
      looks(workload, facts).map((shown) => ({ place: workload.place, ...shown })),
    );
    return { ...conclude(found, looked, what), seen: rowsOf(found, pods) };
  });

/** A check of the guidance on workloads: those of users count, the platform's own are listed apart. */
export const workloadCheck = <Also extends ClusterRuleFact = never>(check: WorkloadCheck<Also>): ClusterRule =>
  defineClusterRule({
    id: check.id,
    literal: [lookedAt(check, false)],
    apart: { of: "workloads of the platform itself", conditions: [lookedAt(check, true)] },
    expected: check.expected,
    check: check.check,
    fix: check.fix,
  });

import { releases } from "../../../benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../benchmark/nsa-cisa/guidance.ts";
import type { Benchmark } from "../../../benchmark/requirement.ts";
import type { KnownRule } from "../../../review/check/complaint.ts";
import type { Rule } from "../../../rules/rule.ts";
import { rulesOf } from "../../../rules/rules-of.ts";

const judgedOn = { node: "nodes", cluster: "cluster", manual: "nothing" } as const satisfies Record<
  Rule["kind"],
  string
>;

/** What is known of a rule: by the release that is chosen where that has it, else by whichever does. */
export function knownRules(chosen: Benchmark): (id: string) => KnownRule | undefined {
  const all: readonly Benchmark[] = [chosen, nsaCisa, ...Object.values(releases).toReversed()];
  return (id) => {
    const [benchmark] = all.filter(({ requirements }) => requirements.some((one) => one.id === id));
    const severity = benchmark?.requirements.find((one) => one.id === id)?.severity;
    if (benchmark === undefined || severity === undefined) return undefined;
    const kind = rulesOf(benchmark).find((rule) => rule.id === id)?.kind ?? "manual";
    return { severity, judgedOn: judgedOn[kind], isChosen: benchmark === chosen || benchmark === nsaCisa };
  };
}

import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { rules } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { rulesOf } from "../../src/rules/rules-of.ts";

/** Every rule by a name of its own: its number, and the release where that has a rule of its own. */
export const namesOf = (usual: readonly Rule[], ofV1R11: readonly Rule[]): ReadonlyMap<object, string> =>
  new Map([
    ...ofV1R11.map((rule) => [rule, `${rule.id} by V1R11`] as const),
    ...usual.map((rule) => [rule, rule.id] as const),
  ]);

/** The rules as the program has them. */
export const namesOfRules = namesOf(rules, rulesOf(releases.v1r11));

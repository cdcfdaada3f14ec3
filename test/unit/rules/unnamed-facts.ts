import type { ConditionOn } from "../../../src/rules/define-rule.ts";

/** The facts that a condition looks at and does not name: to take away those that it names would not show that it needs them. */
export function unnamedFacts<All extends object>(condition: ConditionOn<All>, facts: All): readonly string[] {
  const looked = new Set<PropertyKey>();
  const watched = new Proxy(facts, {
    get(all, name) {
      looked.add(name);
      return Reflect.get(all, name);
    },
  });
  condition.decide(watched);
  const named: readonly PropertyKey[] = condition.needs;
  return [...looked].filter((name) => !named.includes(name)).map(String);
}

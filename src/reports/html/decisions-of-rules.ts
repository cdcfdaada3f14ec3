import type { DecisionsView } from "./decisions-view.ts";

/** What the site decided that the verdict of a rule may rest on, by the rule's id: a line for each option and list. */
export function decisionsOfRules({ options, lists }: DecisionsView): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (rules: readonly { readonly id: string }[], line: string): void => {
    for (const { id } of rules) found.set(id, [...(found.get(id) ?? []), line]);
  };
  for (const { name, value, does, rules } of options) add(rules, `${name}: ${value}. ${does}`);
  for (const { name, missing, document, approvedBy, expires, note, rules } of lists) {
    if (missing !== null) continue;
    const until = expires === "" ? "" : `, until ${expires}`;
    const by = approvedBy === "" ? "" : `, approved by ${approvedBy}`;
    add(rules, `${name}: ${document}${by}${until}. ${note}`.trimEnd());
  }
  return found;
}

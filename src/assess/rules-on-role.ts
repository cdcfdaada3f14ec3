import type { Requirement } from "../benchmark/requirement.ts";
import type { HostRole } from "../inventory/inventory.ts";
import type { Rule } from "../rules/rule.ts";

/** The requirements that are judged on nodes of a role: what nobody can say without such a node. */
export function rulesOnRole(
  role: HostRole,
  requirements: readonly Requirement[],
  rules: readonly Rule[],
): readonly string[] {
  const wanted = new Set(requirements.map(({ id }) => id));
  return rules.flatMap((rule) =>
    rule.kind === "node" && rule.roles.includes(role) && wanted.has(rule.id) ? [rule.id] : [],
  );
}

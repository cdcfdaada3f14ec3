import type { RbacRule } from "../../../evidence/rbac.ts";

const star = (items: readonly string[], all: string): string => (items.includes("*") ? all : items.join(", "));

/** A rule of a role in words: `get configmaps (only cluster-info)`, `get /healthz`. */
export function describeRule({ apiGroups, resources, verbs, resourceNames, urls = [] }: RbacRule): string {
  const groups = apiGroups.filter((group) => group !== "");
  const of = groups.length === 0 || groups.includes("*") ? "" : ` of ${groups.join(", ")}`;
  const what = [...(resources.length === 0 ? [] : [`${star(resources, "every resource")}${of}`]), ...urls].join(", ");
  const only = resourceNames.length === 0 ? "" : ` (only ${resourceNames.join(", ")})`;
  return `${star(verbs, "every verb on")} ${what}${only}`;
}

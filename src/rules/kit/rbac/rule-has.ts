import type { RbacRule } from "../../../evidence/rbac.ts";

/** Whether a rule is about an API group, `*` being all. */
export const hasGroup = ({ apiGroups }: RbacRule, group: string): boolean =>
  apiGroups.includes("*") || apiGroups.includes(group);

/** Whether a rule gives a verb, `*` being all. */
export const hasVerb = ({ verbs }: RbacRule, verb: string): boolean => verbs.includes("*") || verbs.includes(verb);

/** Whether a rule is about a resource: `*` is every resource and subresource, `*` with a slash one subresource of all. */
export const hasResource = ({ resources }: RbacRule, resource: string): boolean => {
  const [, sub] = resource.split("/");
  return resources.some((one) => one === "*" || one === resource || (sub !== undefined && one === `*/${sub}`));
};

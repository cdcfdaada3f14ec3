import type { Source } from "../../../evidence/observed.ts";
import type { Rbac, RbacRole } from "../../../evidence/rbac.ts";
import type { Seen } from "../../../findings/verdict.ts";
import { isPlatformNamespace } from "../guidance/platform.ts";
import { isDiscovery } from "./discovery-rights.ts";
import { type Grant, resolveGrants } from "./grants.ts";
import { type GrantMeaning, grantsCheck } from "./grants-check.ts";
import { isWildcard, sensitiveRights } from "./sensitive-rights.ts";
import { describeRule } from "./show-rule.ts";

const isDefaultAccount = (subject: string): boolean => /^ServiceAccount:[^/]+\/default$/.test(subject);
const isEveryAccount = (subject: string): boolean => /^Group:system:serviceaccounts(?::.*)?$/.test(subject);

/** A role with wildcards that is not Kubernetes' own: only whoever may do everything can make one called cluster-admin so. */
const isWildcardOfSite = ({ rule, role }: Pick<Grant, "rule" | "role">): boolean =>
  isWildcard(rule) && !(role.bootstrap && role.name === "cluster-admin");

/** RoleBindings give no rights on URLs. */
const givesNothing = ({ rule, scope }: Grant): boolean => rule.resources.length === 0 && scope !== "cluster";

function looks(grant: Grant): GrantMeaning | undefined {
  const { subject, scope, rule } = grant;
  const sensitive = sensitiveRights(rule, scope === "cluster");
  const rights = sensitive.length === 0 ? [describeRule(rule)] : sensitive;
  if (isDefaultAccount(subject)) return givesNothing(grant) ? undefined : { kind: "open", rights };
  if (isWildcardOfSite(grant)) return { kind: "open", rights };
  if (sensitive.length > 0) return { kind: "review", rights };
  const isMore = isEveryAccount(subject) && !givesNothing(grant) && !isDiscovery(rule);
  return isMore ? { kind: "review", rights } : undefined;
}

const nameOf = ({ namespace, name }: RbacRole): string =>
  namespace === undefined ? `ClusterRole ${name}` : `Role ${namespace}/${name}`;

/** Roles with wildcards that nobody has yet: whoever is bound to one has it all. */
function unbound(rbac: Rbac, source: Source): readonly Seen[] {
  const used = new Set(resolveGrants(rbac).grants.map(({ role }) => role));
  return rbac.roles
    .filter((role) => !used.has(role) && !isPlatformNamespace(role.namespace ?? ""))
    .flatMap((role) => {
      const rules = role.rules.filter((rule) => isWildcardOfSite({ rule, role }));
      return rules.map((rule) => ({ what: nameOf(role), value: `${describeRule(rule)}; bound to nobody`, source }));
    });
}

/** The conditions on rights that lead to others, and on all rights of `default` accounts. */
export const rightsThatLeadToOthers = grantsCheck({
  who: "subjects with rights that lead to others",
  looks,
  besides: unbound,
  pass: "Only what Kubernetes and the platform make for themselves has rights that lead to others.",
});

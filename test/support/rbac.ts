import type { Rbac, RbacBinding, RbacRole, RbacRule, RbacSubject } from "../../src/evidence/rbac.ts";

/** A rule on Secrets, unless said otherwise. */
export const ruleOf = (verbs: readonly string[], more: Partial<RbacRule> = {}): RbacRule => ({
  apiGroups: [""],
  resources: ["secrets"],
  verbs,
  resourceNames: [],
  ...more,
});

export const clusterRole = (name: string, rules: readonly RbacRule[], more: Partial<RbacRole> = {}): RbacRole => ({
  name,
  bootstrap: false,
  aggregated: false,
  rules,
  ...more,
});

export const user = (name: string): RbacSubject => ({ kind: "User", name });
export const group = (name: string): RbacSubject => ({ kind: "Group", name });
export const account = (namespace: string, name: string): RbacSubject => ({ kind: "ServiceAccount", namespace, name });

/** A ClusterRoleBinding to a ClusterRole. */
export const clusterBinding = (role: string, ...subjects: readonly RbacSubject[]): RbacBinding => ({
  name: role,
  bootstrap: false,
  role: { kind: "ClusterRole", name: role },
  subjects,
});

/** A RoleBinding in the namespace shop. */
export const binding = (kind: "Role" | "ClusterRole", role: string, ...subjects: readonly RbacSubject[]) => ({
  ...clusterBinding(role, ...subjects),
  namespace: "shop",
  role: { kind, name: role },
});

export const rbac = (roles: readonly RbacRole[], bindings: readonly RbacBinding[]): Rbac => ({ roles, bindings });

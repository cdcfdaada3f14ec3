/** A rule of a role: on resources, or on other URLs. */
export type RbacRule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The objects that the rule is limited to; empty: all of them. */
  readonly resourceNames: readonly string[];
  /** URLs that are no resources; `*` at the end stands for any text. None where there are none. */
  readonly urls?: readonly string[];
};

/** A Role (with a namespace) or a ClusterRole (without). */
export type RbacRole = {
  readonly namespace?: string;
  readonly name: string;
  /** Has the label of what the API server itself makes; anyone who may write roles can set it. */
  readonly bootstrap: boolean;
  /** A controller puts its rules together from other ClusterRoles; `rules` are the outcome. */
  readonly aggregated: boolean;
  readonly rules: readonly RbacRule[];
};

/** A User, Group or ServiceAccount; only the last has a namespace. */
export type RbacSubject = { readonly kind: string; readonly namespace?: string; readonly name: string };

/** A RoleBinding (with a namespace) or a ClusterRoleBinding (without). */
export type RbacBinding = {
  readonly namespace?: string;
  readonly name: string;
  readonly bootstrap: boolean;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly RbacSubject[];
};

/** All roles and bindings of the cluster. */
export type Rbac = { readonly roles: readonly RbacRole[]; readonly bindings: readonly RbacBinding[] };

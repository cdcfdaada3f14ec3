import { onceFor } from "../../../evidence/once-for.ts";
import type { Rbac, RbacBinding, RbacRole, RbacRule, RbacSubject } from "../../../evidence/rbac.ts";

/** One rule that a binding gives to one subject. */
export type Grant = {
  /** `User:jane`, `Group:admins`, `ServiceAccount:shop/web`. */
  readonly subject: string;
  /** A namespace, or the whole cluster. */
  readonly scope: Scope;
  readonly rule: RbacRule;
  readonly binding: RbacBinding;
  readonly role: RbacRole;
  /** The binding and the role, for people. */
  readonly by: string;
  /** Kubernetes itself makes it for a component of its own. */
  readonly builtin: boolean;
};

/** Where a right holds. */
export type Scope = "cluster" | { readonly namespace: string };

/** All that bindings give, and the bindings that give nothing, with why. */
export type Grants = {
  readonly grants: readonly Grant[];
  readonly idle: readonly { readonly binding: string; readonly why: string }[];
};

/** A binding for people. */
export const bindingName = ({ namespace, name }: RbacBinding): string =>
  namespace === undefined ? `ClusterRoleBinding ${name}` : `RoleBinding ${namespace}/${name}`;

/** The role that a binding names: a Role of its own namespace, or a ClusterRole. */
const roleOf = (roles: readonly RbacRole[], { namespace, role }: RbacBinding): RbacRole | undefined =>
  roles.find((one) => one.name === role.name && one.namespace === (role.kind === "Role" ? namespace : undefined));

const accountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * A subject by one name, whichever way it is written; undefined for a ServiceAccount of no namespace. Without one the
 * authorizer takes the RoleBinding's (kubernetes/plugin/pkg/auth/authorizer/rbac, appliesToUser).
 */
function subjectName({ kind, name, namespace }: RbacSubject, binding: RbacBinding): string | undefined {
  const account = kind === "User" ? accountUser.exec(name) : null;
  if (account !== null) return `ServiceAccount:${account[1]}/${account[2]}`;
  if (kind !== "ServiceAccount") return `${kind}:${name}`;
  const of = namespace ?? binding.namespace;
  return of === undefined ? undefined : `ServiceAccount:${of}/${name}`;
}

/** The users of Kubernetes' own components, and the roles that the API server binds them to, by bindings of the same names. */
const ownUsers: Readonly<Record<string, readonly string[]>> = {
  "system:kube-controller-manager": [
    "system:kube-controller-manager",
    "system::leader-locking-kube-controller-manager",
  ],
  "system:kube-scheduler": [
    "system:kube-scheduler",
    "system:volume-scheduler",
    "system::leader-locking-kube-scheduler",
  ],
};

/** The controllers that come to Secrets by their roles (kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
const ownControllers: readonly string[] = [
  "bootstrap-signer",
  "clusterrole-aggregation-controller",
  "cronjob-controller",
  "daemon-set-controller",
  "deployment-controller",
  "expand-controller",
  "generic-garbage-collector",
  "job-controller",
  "legacy-service-account-token-cleaner",
  "namespace-controller",
  "persistent-volume-binder",
  "replicaset-controller",
  "replication-controller",
  "resourcequota-controller",
  "statefulset-controller",
  "storage-version-migrator-controller",
  "token-cleaner",
];

/**
 * Whether the API server itself makes the grant for a component of Kubernetes. The label alone proves nothing, for
 * whoever may write bindings can set it, or add a subject to a binding that has it.
 */
function isBuiltin(binding: RbacBinding, role: RbacRole, { kind, namespace, name }: RbacSubject): boolean {
  if (!binding.bootstrap || !role.bootstrap) return false;
  if (kind === "ServiceAccount") {
    return namespace === "kube-system" && ownControllers.includes(name) && role.name === `system:controller:${name}`;
  }
  if (kind === "User") return binding.name === role.name && ownUsers[name]?.includes(role.name) === true;
  return kind === "Group" && name === "system:masters" && binding.name === "cluster-admin";
}

function grantsOf(binding: RbacBinding, role: RbacRole): Grants {
  const named = bindingName(binding);
  const scope: Scope = binding.namespace === undefined ? "cluster" : { namespace: binding.namespace };
  const by = `${named} -> ${binding.role.kind} ${role.name}${role.aggregated ? " (aggregated)" : ""}`;
  const each = binding.subjects.map((subject) => ({ given: subject, subject: subjectName(subject, binding) }));
  return {
    grants: each.flatMap(({ given, subject }) =>
      subject === undefined
        ? []
        : role.rules.map((rule) => ({
            ...{ subject, scope, rule, binding, role, by },
            builtin: isBuiltin(binding, role, given),
          })),
    ),
    idle: each
      .filter(({ subject }) => subject === undefined)
      .map(({ given }) => ({ binding: named, why: `ServiceAccount ${given.name} has no namespace` })),
  };
}

/** What every binding of the cluster gives to whom; of aggregated ClusterRoles the rules that they have now. */
export const resolveGrants = onceFor(({ roles, bindings }: Rbac): Grants => {
  const each = bindings.map((binding): Grants => {
    const role = roleOf(roles, binding);
    if (role !== undefined) return grantsOf(binding, role);
    const why = `${binding.role.kind} ${binding.role.name} does not exist`;
    return { grants: [], idle: [{ binding: bindingName(binding), why }] };
  });
  return { grants: each.flatMap(({ grants }) => grants), idle: each.flatMap(({ idle }) => idle) };
});

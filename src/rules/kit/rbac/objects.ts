import type { RbacBinding } from "../../../evidence/rbac.ts";
import type { NamedObject } from "../../../findings/verdict.ts";

/** A binding as an object. */
export const objectOfBinding = ({ namespace, name }: RbacBinding): NamedObject =>
  namespace === undefined ? { kind: "ClusterRoleBinding", name } : { namespace, kind: "RoleBinding", name };

/** A subject, as `Grant` has it, as an object; undefined for what is none. */
export function objectOfSubject(subject: string): NamedObject | undefined {
  const [, namespace, account] = /^ServiceAccount:([^/]+)\/(.+)$/s.exec(subject) ?? [];
  if (namespace !== undefined && account !== undefined) return { namespace, kind: "ServiceAccount", name: account };
  const [, kind, name] = /^(User|Group):(.+)$/s.exec(subject) ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

import { onceFor } from "../../../evidence/once-for.ts";
import type { Rbac, RbacBinding, RbacSubject } from "../../../evidence/rbac.ts";
import { bindingName } from "./grants.ts";

/** Roles that everybody has who may log in: what the API serves, and what one may do oneself. */
const discovery: ReadonlySet<string> = new Set([
  "system:basic-user",
  "system:discovery",
  "system:public-info-viewer",
  "system:service-account-issuer-discovery",
]);

/** The accounts that a subject means: one, all of a namespace (`shop/*`) or all (`*`); undefined: others than accounts. */
function accountsOf({ kind, name, namespace }: RbacSubject, binding: RbacBinding): string | undefined {
  const [, ofUser, account] = (kind === "User" ? /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) : null) ?? [];
  if (account !== undefined) return `${ofUser}/${account}`;
  if (kind === "Group" && name === "system:serviceaccounts") return "*";
  const [, all] = (kind === "Group" ? /^system:serviceaccounts:([^:]+)$/.exec(name) : null) ?? [];
  if (all !== undefined) return `${all}/*`;
  const of = namespace ?? binding.namespace;
  return kind === "ServiceAccount" && of !== undefined ? `${of}/${name}` : undefined;
}

const byAccounts = onceFor(({ roles, bindings }: Rbac): ReadonlyMap<string, readonly string[]> => {
  const existing = new Set(roles.map(({ namespace, name }) => `${namespace ?? ""}\n${name}`));
  const found = new Map<string, string[]>();
  for (const binding of bindings) {
    const { role } = binding;
    const ofNamespace = role.kind === "Role" ? (binding.namespace ?? "") : "";
    if (discovery.has(role.name) || !existing.has(`${ofNamespace}\n${role.name}`)) continue;
    for (const subject of binding.subjects) {
      const accounts = accountsOf(subject, binding);
      if (accounts !== undefined) found.set(accounts, [...(found.get(accounts) ?? []), bindingName(binding)]);
    }
  }
  return found;
});

/** The bindings that give an account more than discovery: those that name it, and those of the groups that it is in. */
export function bindingsOfAccount(
  rbac: Rbac,
  namespace: string,
  name: string,
): { readonly own: readonly string[]; readonly byGroup: readonly string[] } {
  const known = byAccounts(rbac);
  const of = (accounts: string): readonly string[] => known.get(accounts) ?? [];
  return { own: of(`${namespace}/${name}`), byGroup: [...of(`${namespace}/*`), ...of("*")] };
}

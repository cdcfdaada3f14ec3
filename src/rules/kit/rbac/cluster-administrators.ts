import type { Grant } from "./grants.ts";
import { type GrantMeaning, grantsCheck } from "./grants-check.ts";
import { isAboutEverything, isAdministrator } from "./sensitive-rights.ts";

/** Subjects in which there are service accounts, or that are no person at all. */
const withAccounts =
  /^(?:ServiceAccount:|Group:system:(?:serviceaccounts(?::.*)?|authenticated|unauthenticated)$|User:system:anonymous$)/;

const isOfCluster = ({ scope, rule }: Grant): boolean => scope === "cluster" && isAboutEverything(rule);

// Rules add up, of one role and of several.
function looks(grant: Grant, ofSubject: readonly Grant[]): GrantMeaning | undefined {
  if (!isOfCluster(grant) || !isAdministrator(ofSubject.filter(isOfCluster).map(({ rule }) => rule))) return undefined;
  const { subject, role } = grant;
  const right = role.name === "cluster-admin" ? "cluster-admin" : "reads and changes every resource";
  return { kind: withAccounts.test(subject) ? "open" : "review", rights: [right] };
}

/** The conditions on who may do everything in the whole cluster. */
export const clusterAdministrators = grantsCheck({
  who: "cluster administrators",
  looks,
  pass: "Nobody is a cluster administrator by RBAC but those that Kubernetes and the platform make.",
});

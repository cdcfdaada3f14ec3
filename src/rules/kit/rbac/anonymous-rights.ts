import type { Present } from "../../../evidence/observed.ts";
import type { Rbac, RbacBinding } from "../../../evidence/rbac.ts";
import { notAFinding, notReviewed, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { clusterCondition } from "../../define-cluster-rule.ts";
import { counted, openFor } from "../cluster/pods.ts";
import { isDiscovery, isPublic } from "./discovery-rights.ts";
import { bindingName, type Grant, resolveGrants } from "./grants.ts";
import { objectOfBinding } from "./objects.ts";
import { isOpenshiftOwn } from "./openshift-bindings.ts";
import { describeScope } from "./readers.ts";
import { describeRule } from "./show-rule.ts";

const unauthenticated = ["User:system:anonymous", "Group:system:unauthenticated"];
const authenticated = "Group:system:authenticated";

/** kubeadm's: nodes that join read where the cluster is, and check it by the token that they have. */
const isClusterInfo = ({ scope, rule: { apiGroups, resources, verbs, resourceNames } }: Grant): boolean =>
  scope !== "cluster" &&
  scope.namespace === "kube-public" &&
  [apiGroups, resources, verbs, resourceNames].join(" ") === " configmaps get cluster-info";

type Meaning = "open" | "review" | "own";

function meaningOf(grant: Grant): Meaning {
  const { subject, scope, rule } = grant;
  const isNothing = rule.resources.length === 0 && scope !== "cluster";
  if (isNothing) return "own";
  if (subject === authenticated) return isDiscovery(rule) ? "own" : "review";
  if (isPublic(rule) || isClusterInfo(grant)) return "own";
  // Before 1.14 everybody had these, and an upgrade leaves the bindings as they are.
  return isDiscovery(rule) || isOpenshiftOwn(grant) ? "review" : "open";
}

type Found = { readonly grant: Grant; readonly meaning: Meaning };

const isAsked = (subject: string): boolean => subject === authenticated || unauthenticated.includes(subject);

const findIn = (rbac: Rbac): readonly Found[] =>
  resolveGrants(rbac)
    .grants.filter(({ subject }) => isAsked(subject))
    .map((grant) => ({ grant, meaning: meaningOf(grant) }));

/** Bindings whose role has no rules, or is not there: what it comes to give they will have. */
function withoutRights(rbac: Rbac): readonly RbacBinding[] {
  const giving = new Set(resolveGrants(rbac).grants.map(({ binding }) => binding));
  return rbac.bindings.filter(
    (binding) => !giving.has(binding) && binding.subjects.some(({ kind, name }) => isAsked(`${kind}:${name}`)),
  );
}

const rowsOf = (found: readonly Found[], { source }: Present<Rbac>): readonly Seen[] =>
  found.map(({ grant: { subject, scope, rule, by } }) => ({
    what: `${subject} (${describeScope(scope)})`,
    value: `${describeRule(rule)}; by ${by}`,
    source,
  }));

const bindingsOf = (found: readonly Found[]): readonly string[] => found.map(({ grant }) => bindingName(grant.binding));

function judge(rbac: Present<Rbac>): Verdict {
  const found = findIn(rbac.value);
  const [beyond, review] = (["open", "review"] as const).map((kind) => found.filter(({ meaning }) => meaning === kind));
  const idle = withoutRights(rbac.value);
  const seen = [
    ...rowsOf([...(beyond ?? []), ...(review ?? [])], rbac),
    ...idle.map((one) => ({
      what: bindingName(one),
      value: `${one.role.kind} ${one.role.name} gives nothing now`,
      source: rbac.source,
    })),
  ];
  if (beyond !== undefined && beyond.length > 0) {
    const reason = counted(bindingsOf(beyond), "Rights beyond discovery for who is not authenticated");
    const isPartly = (review ?? []).length + idle.length > 0;
    const verdict = openFor(
      beyond.map(({ grant }) => objectOfBinding(grant.binding)),
      reason,
      seen,
    );
    return { ...verdict, ...(isPartly && { alsoUnreviewed: true }) };
  }
  const named = [...bindingsOf(review ?? []), ...idle.map(bindingName)];
  return named.length > 0
    ? notReviewed(
        `${counted(named, "Bindings of system:authenticated or of everybody beyond the usual")} ` +
          "Whether so many need it is for a person.",
        seen,
      )
    : notAFinding("Who is not authenticated, and everybody who is, has no rights but discovery.");
}

/** The condition that only rights for discovery are given to everybody, authenticated or not. */
export const onlyDiscoveryForEverybody = clusterCondition(["api.rbac"], ({ "api.rbac": rbac }) =>
  rbac.state === "absent" ? notReviewed("The roles and bindings were not listed.") : judge(rbac),
);

/** What everybody has of Kubernetes itself: shown, and no finding. */
export const discoveryForEverybody = clusterCondition(["api.rbac"], ({ "api.rbac": rbac }) => {
  if (rbac.state === "absent") return notReviewed("The roles and bindings were not listed.");
  const own = findIn(rbac.value).filter(({ meaning }) => meaning === "own");
  return notAFinding("Only what discovery and joining need.", rowsOf(own, rbac));
});

import { notAFinding, notReviewed, open, type Verdict, worst } from "../../../../findings/verdict.ts";
import { isNone, recordsTheRest, selectorsOf } from "../../audit/audit-policy.ts";
import { asList, asRecord, asTexts, listed, property, type UnknownRecord } from "../../unknown-data.ts";

/** A resource, as rules of an audit policy name it. */
type Resource = { readonly what: string; readonly group: string; readonly resource: string; readonly sub?: string };

const secrets: Resource = { what: "Secrets", group: "", resource: "secrets" };
const rbac = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"].map((resource): Resource => {
  return { what: "RBAC", group: "rbac.authorization.k8s.io", resource };
});
const shells = ["exec", "attach"].map((sub): Resource => ({ what: `pods/${sub}`, group: "", resource: "pods", sub }));
const neverDropped: readonly Resource[] = [secrets, ...rbac, ...shells];
const holdCredentials: readonly Resource[] = [
  secrets,
  { what: "TokenReviews", group: "authentication.k8s.io", resource: "tokenreviews" },
  { what: "tokens of ServiceAccounts", group: "", resource: "serviceaccounts", sub: "token" },
];

const lengthOf = (rule: UnknownRecord, key: string): number => asList(property(rule, key))?.length ?? 0;

/** Whether an entry of `resources` names a resource, as ruleMatchesResource of audit/policy/checker.go has it. */
function names(entry: UnknownRecord, { group, resource, sub }: Resource): boolean {
  if ((property(entry, "group") ?? "") !== group) return false;
  const listedOnes = asTexts(property(entry, "resources")) ?? [];
  const ofSub = sub === undefined ? [resource] : [`${resource}/${sub}`, `*/${sub}`];
  const forms = [...ofSub, "*", `${resource}/*`];
  return listedOnes.length === 0 || listedOnes.some((one) => forms.includes(one));
}

/** Whether a rule is for all requests for a resource, for some, or for none. */
function extentOf(rule: UnknownRecord, resource: Resource): "all" | "some" | "none" {
  const entries = (asList(property(rule, "resources")) ?? []).map(asRecord).filter((entry) => entry !== undefined);
  const naming = entries.filter((entry) => names(entry, resource));
  if (lengthOf(rule, "resources") > 0 && naming.length === 0) return "none";
  if (lengthOf(rule, "nonResourceURLs") > 0 && lengthOf(rule, "resources") + lengthOf(rule, "namespaces") === 0) {
    return "none";
  }
  const isLimited = ["users", "userGroups", "verbs", "namespaces"].some((key) => lengthOf(rule, key) > 0);
  const isByName = naming.length > 0 && naming.every((entry) => lengthOf(entry, "resourceNames") > 0);
  return isLimited || isByName ? "some" : "all";
}

/** The rules that decide on requests for a resource: up to the first one that is for all of them. */
function decidingOn(rules: readonly UnknownRecord[], resource: Resource): readonly UnknownRecord[] {
  const matching = rules.filter((rule) => extentOf(rule, resource) !== "none");
  const last = matching.findIndex((rule) => extentOf(rule, resource) === "all");
  return last < 0 ? matching : matching.slice(0, last + 1);
}

const everybody = ["system:authenticated", "system:unauthenticated"];

/** Whether a rule is for some users only: that nothing is recorded of them is then a decision somebody may explain. */
function isForSomeUsers(rule: UnknownRecord): boolean {
  const groups = asTexts(property(rule, "userGroups")) ?? [];
  const isByGroup = groups.length > 0 && !groups.some((group) => everybody.includes(group));
  return lengthOf(rule, "users") > 0 || isByGroup;
}

const found = (
  rules: readonly UnknownRecord[],
  resources: readonly Resource[],
  is: (rule: UnknownRecord) => boolean,
): readonly string[] => [
  ...new Set(
    resources.flatMap((resource) =>
      decidingOn(rules, resource)
        .filter(is)
        .map((rule) => `${resource.what} (${selectorsOf(rule) || "everything"})`),
    ),
  ),
];

const holdsBodies = ({ level }: UnknownRecord): boolean => level === "Request" || level === "RequestResponse";

function judgeSensitive(rules: readonly UnknownRecord[]): Verdict {
  const dropped = found(rules, neverDropped, (rule) => isNone(rule) && !isForSomeUsers(rule));
  const ofSome = found(rules, neverDropped, (rule) => isNone(rule) && isForSomeUsers(rule));
  const bodies = found(rules, holdCredentials, holdsBodies);
  return worst([
    notAFinding("all requests are recorded that are for Secrets, RBAC, exec or what no other rule names."),
    ...(dropped.length > 0 ? [open(`nothing is recorded of ${listed(dropped)}.`)] : []),
    ...(ofSome.length > 0 ? [notReviewed(`of some users nothing is recorded of ${listed(ofSome)}.`)] : []),
    ...(bodies.length > 0 ? [notReviewed(`the log holds what is in ${listed(bodies)}: who reads it?`)] : []),
  ]);
}

/**
 * The last rule records whatever others leave, none before it drops Secrets, RBAC or exec, and credentials stay out of
 * the log.
 */
export const recordsWhatMatters = recordsTheRest(judgeSensitive);

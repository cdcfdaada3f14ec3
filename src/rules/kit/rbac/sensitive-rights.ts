import type { RbacRule } from "../../../evidence/rbac.ts";
import { hasGroup, hasResource, hasVerb } from "./rule-has.ts";
import { verbsOnSecrets, waysOf } from "./ways.ts";

const all = (items: readonly string[]): boolean => items.includes("*");

/** Whether a rule is one on everything that its API groups have: every verb, every resource, every object. */
export const isWildcard = ({ verbs, resources, resourceNames }: RbacRule): boolean =>
  all(verbs) && all(resources) && resourceNames.length === 0;

const changing = ["create", "update", "patch", "delete"];
// Each of them gives whole objects.
const reading = ["get", "list"];

/** Whether a rule is about everything that there is, whatever it lets do with it. */
export const isAboutEverything = ({ apiGroups, resources, resourceNames }: RbacRule): boolean =>
  all(apiGroups) && all(resources) && resourceNames.length === 0;

/** Whether rules about everything together make an administrator of where they hold: who may read and change it all. */
export const isAdministrator = (rules: readonly RbacRule[]): boolean => {
  const may = (verb: string): boolean => rules.some((rule) => hasVerb(rule, verb));
  return changing.every(may) && reading.some(may);
};

/** Subresources and virtual resources by which certificates are approved, signed, or approved without a person. */
const ofCertificates: readonly (readonly [resource: string, verbs: readonly string[]])[] = [
  ["certificatesigningrequests/approval", ["update", "patch"]],
  ["signers", ["approve", "sign"]],
  ["certificatesigningrequests/nodeclient", ["create"]],
  ["certificatesigningrequests/selfnodeclient", ["create"]],
];

const approvesCertificates = (rule: RbacRule): boolean =>
  hasGroup(rule, "certificates.k8s.io") &&
  ofCertificates.some(([resource, verbs]) => hasResource(rule, resource) && verbs.some((verb) => hasVerb(rule, verb)));

const inGroups = ({ apiGroups }: RbacRule): string =>
  all(apiGroups) ? "" : ` of ${apiGroups.map((group) => (group === "" ? "the core group" : group)).join(", ")}`;

/** What a rule gives by `*`, in words; nothing where it has none. */
function wildcards(rule: RbacRule): readonly string[] {
  const { verbs, resources } = rule;
  if (all(resources)) return [`${all(verbs) ? "every verb" : verbs.join(", ")} on every resource${inGroups(rule)}`];
  return all(verbs) && resources.length > 0 ? [`every verb on ${resources.join(", ")}${inGroups(rule)}`] : [];
}

/** The rights in a rule that lead to others, in words, each once; whoever may do everything is said to do that alone. */
export function sensitiveRights(rule: RbacRule, inCluster: boolean): readonly string[] {
  if (isWildcard(rule) && all(rule.apiGroups)) return wildcards(rule);
  const secrets = verbsOnSecrets(rule);
  const limit = rule.resourceNames.length === 0 ? "" : ` of the names ${rule.resourceNames.join(", ")}`;
  return [
    ...wildcards(rule),
    ...(secrets.length === 0 ? [] : [`reads Secrets (${secrets.join(", ")})${limit}`]),
    ...waysOf(rule, inCluster),
    ...(inCluster && approvesCertificates(rule) ? ["approves certificates"] : []),
  ];
}

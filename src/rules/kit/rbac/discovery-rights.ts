import type { RbacRule } from "../../../evidence/rbac.ts";

/** What everybody may ask since 1.14, and the public keys of service account tokens (bootstrappolicy/policy.go). */
const publicUrls = [
  ...["/healthz", "/livez", "/readyz", "/version", "/version/"],
  ...["/.well-known/openid-configuration", "/.well-known/openid-configuration/"],
  ...["/openid/v1/jwks", "/openid/v1/jwks/"],
];
/** What everybody may ask who is known: which APIs there are. */
const discoveryUrls = [
  ...publicUrls,
  ...["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*", "/swagger.json", "/swagger-2.0.0.pb-v1"],
];

/** What somebody may ask of himself, by API group. */
const ofSelf: Readonly<Record<string, readonly string[]>> = {
  "authorization.k8s.io": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
  "authentication.k8s.io": ["selfsubjectreviews"],
};

const within = (items: readonly string[], allowed: readonly string[]): boolean =>
  items.every((item) => allowed.includes(item));

const onlyUrls = ({ resources, urls = [], verbs }: RbacRule, allowed: readonly string[]): boolean =>
  resources.length === 0 && within(verbs, ["get", "head"]) && within(urls, allowed);

const isOfSelf = ({ apiGroups, resources, verbs, urls = [] }: RbacRule): boolean =>
  resources.length > 0 &&
  urls.length === 0 &&
  within(verbs, ["create"]) &&
  apiGroups.every((group) => within(resources, Object.hasOwn(ofSelf, group) ? (ofSelf[group] ?? []) : []));

/** Whether a rule gives no more than anybody may ask who is not known. */
export const isPublic = (rule: RbacRule): boolean => onlyUrls(rule, publicUrls);

/** Whether a rule gives no more than the bootstrap roles for discovery, whatever the role that has it is called. */
export const isDiscovery = (rule: RbacRule): boolean => onlyUrls(rule, discoveryUrls) || isOfSelf(rule);

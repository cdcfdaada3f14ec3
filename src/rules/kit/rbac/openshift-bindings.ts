import type { Grant } from "./grants.ts";

/** OpenShift's bindings to everybody, by binding and role (openshift/origin, bootstrappolicy/policy.go). */
const bindings: Readonly<Record<string, string>> = {
  "cluster-status-binding": "cluster-status",
  "self-access-reviewers": "self-access-reviewer",
  "system:oauth-token-deleters": "system:oauth-token-deleter",
  "system:openshift:discovery": "system:openshift:discovery",
  "system:openshift:public-info-viewer": "system:openshift:public-info-viewer",
  "system:scope-impersonation": "system:scope-impersonation",
  "system:webhooks": "system:webhook",
};

/**
 * Whether a grant to everybody goes by the names of OpenShift's own. New clusters of 4.16 and later have them for
 * authenticated users only; names prove nothing, so a person has to look.
 */
export const isOpenshiftOwn = ({ binding, role, scope }: Grant): boolean =>
  scope === "cluster" && Object.hasOwn(bindings, binding.name) && bindings[binding.name] === role.name;

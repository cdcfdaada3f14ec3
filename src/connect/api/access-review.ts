import type { AccessRight } from "../session.ts";
import type { Message } from "./exchange.ts";

/**
 * The one request that is no GET: a SelfSubjectAccessReview is asked by POST, answered on the spot and stored nowhere. An
 * audit never sends it; `plimsoll check` does.
 */
export function reviewMessage(server: string, right: AccessRight): Message {
  const spec =
    "path" in right
      ? { nonResourceAttributes: { path: right.path, verb: right.verb } }
      : { resourceAttributes: { group: right.apiGroup, ...namesOf(right.resource), verb: right.verb } };
  return {
    method: "POST",
    accept: "application/json",
    url: new URL(`${server}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`),
    body: JSON.stringify({ apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec }),
  };
}

/** RBAC writes a subresource behind a slash (`nodes/proxy`), a review asks for it by a field of its own. */
function namesOf(name: string): { readonly resource: string; readonly subresource?: string } {
  const [resource = "", subresource] = name.split("/");
  return { resource, ...(subresource !== undefined && { subresource }) };
}

import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiIngress } from "../../evidence/cluster.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import type { Rbac, RbacBinding, RbacRole } from "../../evidence/rbac.ts";
import { apiRequests } from "./api-requests.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getList } from "./read-list.ts";

const names = nullableList(z.string());

// Put by the API server on what it makes at its start (kubernetes/pkg/registry/rbac, reconcile).
const bootstrapLabel = "kubernetes.io/bootstrapping";
const metadataSchema = z.object({
  namespace: z.string().optional(),
  name: z.string(),
  labels: z.record(z.string(), z.string()).nullish(),
});
const roleSchema = z.object({
  metadata: metadataSchema,
  aggregationRule: z.unknown().optional(),
  rules: nullableList(
    z.object({ apiGroups: names, resources: names, verbs: names, resourceNames: names, nonResourceURLs: names }),
  ),
});
const bindingSchema = z.object({
  metadata: metadataSchema,
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: nullableList(z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() })),
});
const ingressSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z.object({ tls: nullableList(z.object({ secretName: z.string().default("") })) }).prefault({}),
});

const readMetadata = ({ namespace, name, labels }: z.infer<typeof metadataSchema>) => ({
  ...(namespace === undefined ? {} : { namespace }),
  name,
  bootstrap: labels?.[bootstrapLabel] === "rbac-defaults",
});

/** A Role or ClusterRole as the API gives it. */
export function readRole(item: unknown): RbacRole {
  const { metadata, aggregationRule, rules } = roleSchema.parse(item);
  return {
    ...readMetadata(metadata),
    aggregated: aggregationRule !== undefined && aggregationRule !== null,
    rules: entries(rules)
      .map(({ apiGroups, resources, verbs, resourceNames, nonResourceURLs }) => ({
        apiGroups: entries(apiGroups),
        resources: entries(resources),
        verbs: entries(verbs),
        resourceNames: entries(resourceNames),
        ...(entries(nonResourceURLs).length === 0 ? {} : { urls: entries(nonResourceURLs) }),
      }))
      .filter(({ resources, urls = [] }) => resources.length + urls.length > 0),
  };
}

/** A RoleBinding or ClusterRoleBinding as the API gives it. */
export function readBinding(item: unknown): RbacBinding {
  const { metadata, roleRef, subjects } = bindingSchema.parse(item);
  return {
    ...readMetadata(metadata),
    role: roleRef,
    subjects: entries(subjects).map(({ namespace = "", ...subject }) =>
      namespace === "" ? subject : { ...subject, namespace },
    ),
  };
}

/** An Ingress as the API gives it. */
export function readIngress(item: unknown): ApiIngress {
  const { metadata, spec } = ingressSchema.parse(item);
  const tlsSecrets = entries(spec.tls)
    .map(({ secretName }) => secretName)
    .filter((name) => name !== "");
  return { namespace: metadata.namespace, name: metadata.name, tlsSecrets };
}

/** All roles and bindings; one list that was not read makes all unknown, for a right may come from there. */
export async function getRbac(api: ApiSession): Promise<Observed<Rbac>> {
  const roles = await getList(api, apiRequests.roles, readRole);
  if (roles.state !== "present") return roles;
  const clusterRoles = await getList(api, apiRequests.clusterRoles, readRole);
  if (clusterRoles.state !== "present") return clusterRoles;
  const bindings = await getList(api, apiRequests.roleBindings, readBinding);
  if (bindings.state !== "present") return bindings;
  const clusterBindings = await getList(api, apiRequests.clusterRoleBindings, readBinding);
  if (clusterBindings.state !== "present") return clusterBindings;
  const asked = ["roles", "clusterRoles", "roleBindings", "clusterRoleBindings"] as const;
  const paths = asked.map((name) => apiRequests[name].path);
  return present(
    {
      roles: [...roles.value, ...clusterRoles.value],
      bindings: [...bindings.value, ...clusterBindings.value],
    },
    { host: api.server, request: `GET ${paths.join(", ")}` },
  );
}

import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiNamespace, ClusterFacts } from "../../evidence/cluster.ts";
import {
  type ApiLimitRange,
  type ApiResourceQuota,
  type ApiServiceAccount,
  limitedResources,
} from "../../evidence/namespace-limits.ts";
import type { Observed } from "../../evidence/observed.ts";
import { apiRequests } from "./api-requests.ts";
import { readNetworkPolicy } from "./network-policies.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getList } from "./read-list.ts";

// Unknown fields are dropped here: evidence is what rules need, not whole objects.
const namespaceSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  status: z.object({ phase: z.string().nullish() }).nullish(),
});

/** A namespace as the API gives it. */
export const readNamespace = (item: unknown): ApiNamespace => {
  const { metadata, status } = namespaceSchema.parse(item);
  return { ...metadata, ...(status?.phase === "Terminating" && { isTerminating: true as const }) };
};

const named = z.object({ namespace: z.string(), name: z.string() });
const amounts = z.record(z.string(), z.unknown()).nullish();
const limitRangeSchema = z.object({
  metadata: named,
  spec: z.object({ limits: nullableList(z.object({ type: z.string().default(""), default: amounts })) }).prefault({}),
});
const quotaSchema = z.object({
  metadata: named,
  spec: z
    .object({ hard: amounts, scopes: nullableList(z.string()), scopeSelector: z.unknown().optional() })
    .prefault({}),
});
const accountSchema = z.object({
  metadata: named,
  automountServiceAccountToken: z.boolean().nullish(),
  secrets: nullableList(z.object({ name: z.string().default("") })),
});

/** A LimitRange as the API gives it, which writes a container's `max` as its default where nobody gave one. */
export function readLimitRange(item: unknown): ApiLimitRange {
  const { metadata, spec } = limitRangeSchema.parse(item);
  const ofContainers = entries(spec.limits).filter(({ type }) => type === "Container");
  const defaultLimits = limitedResources.filter((resource) =>
    ofContainers.some((limit) => Object.hasOwn(limit.default ?? {}, resource)),
  );
  return { ...metadata, defaultLimits };
}

/** A ResourceQuota as the API gives it: `cpu` there is a short name of `requests.cpu`. */
export function readResourceQuota(item: unknown): ApiResourceQuota {
  const { metadata, spec } = quotaSchema.parse(item);
  const keys = Object.keys(spec.hard ?? {});
  const bounds = limitedResources.filter((resource) =>
    [resource, `requests.${resource}`, `limits.${resource}`].some((key) => keys.includes(key)),
  );
  const isScoped = entries(spec.scopes).length > 0 || (spec.scopeSelector ?? null) !== null;
  return { ...metadata, bounds, ...(isScoped && { isScoped }) };
}

/** A ServiceAccount as the API gives it. */
export function readServiceAccount(item: unknown): ApiServiceAccount {
  const { metadata, automountServiceAccountToken: automount, secrets } = accountSchema.parse(item);
  const names = entries(secrets).flatMap(({ name }) => (name === "" ? [] : [name]));
  return {
    ...metadata,
    ...(typeof automount === "boolean" && { automount }),
    ...(names.length > 0 && { secrets: names }),
  };
}

type OfNamespaces = "api.network-policies" | "api.limit-ranges" | "api.resource-quotas" | "api.service-accounts";

/** What namespaces have besides pods and what makes them; each list by itself. */
export async function getOfNamespaces(
  api: ApiSession,
): Promise<{ readonly [K in OfNamespaces]: Observed<ClusterFacts[K]> }> {
  return {
    "api.network-policies": await getList(api, apiRequests.networkPolicies, readNetworkPolicy),
    "api.limit-ranges": await getList(api, apiRequests.limitRanges, readLimitRange),
    "api.resource-quotas": await getList(api, apiRequests.resourceQuotas, readResourceQuota),
    "api.service-accounts": await getList(api, apiRequests.serviceAccounts, readServiceAccount),
  };
}

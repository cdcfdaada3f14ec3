import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import type { Observed } from "../../evidence/observed.ts";
import type { PodSecurityPolicy } from "../../evidence/pod-security-policies.ts";
import { apiRequests } from "./api-requests.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getServedList } from "./served-list.ts";

const groupsSchema = z
  .object({
    rule: z.string().default(""),
    ranges: z.array(z.object({ min: z.number().int().nullish() })).nullish(),
  })
  .nullish()
  .transform((groups) =>
    groups ? { rule: groups.rule, minima: (groups.ranges ?? []).map(({ min }) => min ?? 0) } : undefined,
  );
const policySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z
    .object({
      runAsUser: z.object({ rule: z.string().default("") }).nullish(),
      supplementalGroups: groupsSchema,
      fsGroup: groupsSchema,
      volumes: nullableList(z.string()),
      allowedHostPaths: nullableList(z.object({ pathPrefix: z.string().default(""), readOnly: z.boolean().nullish() })),
    })
    .prefault({}),
});

function readPolicy(item: unknown): PodSecurityPolicy {
  const { metadata, spec } = policySchema.parse(item);
  const { runAsUser, supplementalGroups, fsGroup, volumes, allowedHostPaths } = spec;
  const letsIn = entries(volumes).some((kind) => kind === "*" || kind === "hostPath");
  const paths = entries(allowedHostPaths).map(({ pathPrefix, readOnly }) => ({
    prefix: pathPrefix,
    ...(readOnly === true && { readOnly }),
  }));
  return {
    name: metadata.name,
    ...(runAsUser && { runAsUser }),
    ...(supplementalGroups && { supplementalGroups }),
    ...(fsGroup && { fsGroup }),
    ...(letsIn && paths.length > 0 && { allowedHostPaths: paths }),
  };
}

/** The PodSecurityPolicies, asked for where the server says that it serves them; absent where it says that it does not. */
export const getPodSecurityPolicies = (
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
): Promise<Observed<readonly PodSecurityPolicy[]>> =>
  getServedList(api, discovery, apiRequests.podSecurityPolicies, readPolicy);

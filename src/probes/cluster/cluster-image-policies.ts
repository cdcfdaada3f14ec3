import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import type { ClusterImagePolicy } from "../../evidence/image-policies.ts";
import type { Observed } from "../../evidence/observed.ts";
import { apiRequests } from "./api-requests.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getServedList } from "./served-list.ts";

const text = z.string().nullish();
const authoritySchema = z.object({
  key: z.unknown().optional(),
  keyless: z.object({ identities: nullableList(z.object({ subject: text, subjectRegExp: text })) }).nullish(),
  static: z.object({ action: text }).nullish(),
});
const policySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    images: nullableList(z.object({ glob: z.string().default("") })),
    authorities: nullableList(authoritySchema),
    mode: text,
    match: nullableList(z.unknown()),
  }),
  status: z.object({ conditions: nullableList(z.object({ type: z.string(), status: z.string() })) }).nullish(),
});

const anything = ["", ".*", ".+", "^.*$", "^.+$"];

/** Whether an authority lets an image pass that nobody in particular signed. */
function acceptsAnyone({ key, keyless, static: fixed }: z.infer<typeof authoritySchema>): boolean {
  if (fixed) return fixed.action !== "fail";
  if (!keyless) return key === null || key === undefined;
  const identities = entries(keyless.identities);
  const isAnyone = (name: string | null | undefined) => anything.includes(name ?? "");
  return (
    identities.length === 0 ||
    identities.some(({ subject, subjectRegExp }) => isAnyone(subject) && isAnyone(subjectRegExp))
  );
}

function readPolicy(item: unknown): ClusterImagePolicy {
  const { metadata, spec, status } = policySchema.parse(item);
  const authorities = entries(spec.authorities);
  const isUnready = entries(status?.conditions).some((one) => one.type === "Ready" && one.status !== "True");
  return {
    name: metadata.name,
    // Enforcing is the default, and may be left out.
    mode: spec.mode || "enforce",
    globs: entries(spec.images).map(({ glob }) => glob),
    limitedBy: [
      ...(entries<unknown>(spec.match).length > 0 ? ["match"] : []),
      ...(authorities.length === 0 || authorities.some(acceptsAnyone) ? ["authorities"] : []),
      ...(isUnready ? ["a status that is not Ready"] : []),
    ],
  };
}

/** The ClusterImagePolicies, asked for where the API server serves them. */
export const getClusterImagePolicies = (
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
): Promise<Observed<readonly ClusterImagePolicy[]>> =>
  getServedList(api, discovery, apiRequests.clusterImagePolicies, readPolicy, ["v1alpha1"]);

import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { AdmissionPolicy, AdmissionRule, AdmissionWebhook, RuntimeClass } from "../../evidence/admission.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import { apiRequests } from "./api-requests.ts";
import { readSelector, selectorSchema } from "./network-plugins/selectors.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getList } from "./read-list.ts";
import { getServedList } from "./served-list.ts";

const words = nullableList(z.string());
const rulesSchema = nullableList(
  z.object({
    apiGroups: words,
    apiVersions: words,
    resources: words,
    operations: words,
    scope: z.string().nullish(),
  }),
);
const webhookSchema = z.object({
  name: z.string(),
  // The server writes it itself where nobody did.
  failurePolicy: z.string().nullish(),
  rules: rulesSchema,
  namespaceSelector: selectorSchema.nullish(),
  objectSelector: selectorSchema.nullish(),
  matchConditions: nullableList(z.unknown()),
  clientConfig: z.object({
    service: z.object({ namespace: z.string(), name: z.string() }).nullish(),
    url: z.string().nullish(),
  }),
});
const configurationSchema = z.object({
  metadata: z.object({ name: z.string() }),
  webhooks: nullableList(webhookSchema),
});

const readRules = (rules: z.infer<typeof rulesSchema>): readonly AdmissionRule[] =>
  entries(rules).map(({ apiGroups, apiVersions, resources, operations, scope }) => ({
    groups: entries(apiGroups),
    versions: entries(apiVersions),
    resources: entries(resources),
    operations: entries(operations),
    ...(scope && scope !== "*" && { scope }),
  }));

function isForAll(selector: z.infer<typeof selectorSchema> | null | undefined): boolean {
  const { labels, expressions } = readSelector(selector ?? {});
  return Object.keys(labels).length === 0 && expressions.length === 0;
}

/** Who answers a webhook: of a URL the host alone, for its path may be nobody's business. */
function readClient({ service, url }: z.infer<typeof webhookSchema>["clientConfig"]) {
  if (service) return { service: { namespace: service.namespace, name: service.name } };
  return url && URL.canParse(url) ? { host: new URL(url).host } : {};
}

/** The webhooks of a configuration as the API gives it, the bundle of CAs left out. */
const readWebhooks =
  (kind: AdmissionWebhook["kind"]) =>
  (item: unknown): readonly AdmissionWebhook[] => {
    const { metadata, webhooks } = configurationSchema.parse(item);
    return entries(webhooks).map((webhook) => {
      const { name, failurePolicy, rules, namespaceSelector, objectSelector, matchConditions, clientConfig } = webhook;
      const conditions = entries<unknown>(matchConditions).length;
      return {
        kind,
        configuration: metadata.name,
        name,
        failurePolicy: failurePolicy ?? "Fail",
        rules: readRules(rules),
        ...(!isForAll(namespaceSelector) && { namespaces: readSelector(namespaceSelector ?? {}) }),
        ...(!isForAll(objectSelector) && { hasObjectSelector: true as const }),
        ...(conditions > 0 && { matchConditions: conditions }),
        ...readClient(clientConfig),
      };
    });
  };

/** The webhooks of both kinds; one list that was not read makes all unknown. */
async function getWebhooks(api: ApiSession): Promise<Observed<readonly AdmissionWebhook[]>> {
  const validating = await getList(api, apiRequests.validatingWebhooks, readWebhooks("validating"));
  if (validating.state !== "present") return validating;
  const mutating = await getList(api, apiRequests.mutatingWebhooks, readWebhooks("mutating"));
  if (mutating.state !== "present") return mutating;
  const request = `GET ${apiRequests.validatingWebhooks.path}, ${apiRequests.mutatingWebhooks.path}`;
  return present([...validating.value, ...mutating.value].flat(), { host: api.server, request });
}

const policySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ matchConstraints: z.object({ resourceRules: rulesSchema }).nullish() }).prefault({}),
});
const bindingSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ policyName: z.string().default(""), validationActions: words }).prefault({}),
});

async function getAdmissionPolicies(
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
): Promise<Observed<readonly AdmissionPolicy[]>> {
  const policies = await getServedList(api, discovery, apiRequests.admissionPolicies, policySchema.parse, ["v1beta1"]);
  if (policies.state !== "present") return policies;
  const bindings = await getServedList(api, discovery, apiRequests.admissionPolicyBindings, bindingSchema.parse, [
    "v1beta1",
  ]);
  if (bindings.state !== "present") return bindings;
  const bound = bindings.value.map(({ metadata, spec }) => ({
    of: spec.policyName,
    binding: { name: metadata.name, actions: entries(spec.validationActions) },
  }));
  return present(
    policies.value.map(({ metadata, spec }) => ({
      name: metadata.name,
      rules: readRules(spec.matchConstraints?.resourceRules),
      bindings: bound.flatMap(({ of, binding }) => (of === metadata.name ? [binding] : [])),
    })),
    policies.source,
  );
}

const runtimeClassSchema = z.object({ metadata: z.object({ name: z.string() }), handler: z.string().default("") });

/** A RuntimeClass as the API gives it. */
const readRuntimeClass = (item: unknown): RuntimeClass => {
  const { metadata, handler } = runtimeClassSchema.parse(item);
  return { name: metadata.name, handler };
};

/** What the API server asks before it lets pods in, and the runtimes that they may ask for; each list by itself. */
export const getAdmission = async (api: ApiSession, discovery: Observed<readonly DiscoveredVersion[]>) => ({
  "api.admission-webhooks": await getWebhooks(api),
  "api.admission-policies": await getAdmissionPolicies(api, discovery),
  "api.runtime-classes": await getList(api, apiRequests.runtimeClasses, readRuntimeClass),
});

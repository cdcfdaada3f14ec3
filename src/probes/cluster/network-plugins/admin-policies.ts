import { z } from "zod";
import type { PluginDirection, PluginPolicy, PluginPolicyKind } from "../../../evidence/plugin-policies.ts";
import { entries, nullableList } from "../nullable-list.ts";
import { readSelector, selectorSchema } from "./selectors.ts";

const rulesSchema = nullableList(z.object({ action: z.string() }));
const policySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    tier: z.string().nullish(),
    subject: z.object({
      namespaces: selectorSchema.nullish(),
      pods: z.object({ namespaceSelector: selectorSchema.nullish(), podSelector: selectorSchema.nullish() }).nullish(),
    }),
    ingress: rulesSchema,
    egress: rulesSchema,
  }),
});

/** Such a policy denies nobody by selecting him, only by a rule; ClusterNetworkPolicy says Accept for Allow. */
const readDirection = (rules: z.infer<typeof rulesSchema>): PluginDirection => ({
  denies: false,
  rules: entries(rules).map(({ action }) => ({ action: action === "Accept" ? "Allow" : action })),
});

/** Reads policies for administrators, of policy.networking.k8s.io. */
export const readAdminPolicy =
  (kind: PluginPolicyKind) =>
  (item: unknown): readonly PluginPolicy[] => {
    const { metadata, spec } = policySchema.parse(item);
    const { namespaces, pods } = spec.subject;
    const ofNamespaces = namespaces ?? pods?.namespaceSelector;
    const tier = spec.tier ?? (kind === "BaselineAdminNetworkPolicy" ? "Baseline" : "Admin");
    return [
      {
        kind,
        name: metadata.name,
        tier,
        ...(ofNamespaces && { namespaces: readSelector(ofNamespaces) }),
        ...(pods?.podSelector && { pods: readSelector(pods.podSelector) }),
        ...(entries(spec.ingress).length > 0 && { ingress: readDirection(spec.ingress) }),
        ...(entries(spec.egress).length > 0 && { egress: readDirection(spec.egress) }),
      },
    ];
  };

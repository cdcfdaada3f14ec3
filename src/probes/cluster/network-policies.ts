import { z } from "zod";
import type { NetworkPolicy, PolicyPeer, PolicyRule } from "../../evidence/network-policies.ts";
import { readSelector, selectorSchema } from "./network-plugins/selectors.ts";
import { entries, nullableList } from "./nullable-list.ts";

const peersSchema = nullableList(
  z.object({
    ipBlock: z.object({ cidr: z.string(), except: nullableList(z.string()) }).nullish(),
    podSelector: selectorSchema.nullish(),
    namespaceSelector: selectorSchema.nullish(),
  }),
);
const portsSchema = nullableList(
  z.object({
    protocol: z.string().nullish(),
    port: z.union([z.number(), z.string()]).nullish(),
    endPort: z.number().nullish(),
  }),
);
const policySchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z
    .object({
      podSelector: selectorSchema.nullish(),
      policyTypes: nullableList(z.string()),
      ingress: nullableList(z.object({ from: peersSchema, ports: portsSchema })),
      egress: nullableList(z.object({ to: peersSchema, ports: portsSchema })),
    })
    .prefault({}),
});

const readPeers = (peers: z.infer<typeof peersSchema>): readonly PolicyPeer[] =>
  entries(peers).map(({ ipBlock, podSelector, namespaceSelector }) =>
    ipBlock
      ? { cidr: ipBlock.cidr, except: entries(ipBlock.except) }
      : {
          ...(podSelector && { pods: readSelector(podSelector) }),
          ...(namespaceSelector && { namespaces: readSelector(namespaceSelector) }),
        },
  );

const readPorts = (ports: z.infer<typeof portsSchema>): PolicyRule["ports"] =>
  entries(ports).map(({ protocol, port, endPort }) => ({
    protocol: protocol ?? "TCP",
    ...(port !== null && port !== undefined && { port }),
    ...(typeof endPort === "number" && { endPort }),
  }));

/**
 * A NetworkPolicy as the API gives it. The server writes policyTypes itself where nobody did; without any, ingress is
 * meant, and egress where there are rules on it (types.go of networking/v1).
 */
export function readNetworkPolicy(item: unknown): NetworkPolicy {
  const { metadata, spec } = policySchema.parse(item);
  const given = entries(spec.policyTypes);
  const byDefault = entries(spec.egress).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  const types = given.length > 0 ? given : byDefault;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    pods: readSelector(spec.podSelector ?? {}),
    ...(types.includes("Ingress") && {
      ingress: entries(spec.ingress).map(({ from, ports }) => ({ peers: readPeers(from), ports: readPorts(ports) })),
    }),
    ...(types.includes("Egress") && {
      egress: entries(spec.egress).map(({ to, ports }) => ({ peers: readPeers(to), ports: readPorts(ports) })),
    }),
  };
}

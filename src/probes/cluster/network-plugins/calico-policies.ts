import { z } from "zod";
import type { PluginDirection, PluginPolicy, PluginRule } from "../../../evidence/plugin-policies.ts";
import { entries, nullableList } from "../nullable-list.ts";

const text = z.string().nullish();
const entitySchema = z
  .looseObject({
    nets: nullableList(z.string()),
    selector: text,
    namespaceSelector: text,
    ports: nullableList(z.unknown()),
  })
  .nullish();
const ruleSchema = z.looseObject({
  action: z.string(),
  protocol: z.union([z.string(), z.number()]).nullish(),
  source: entitySchema,
  destination: entitySchema,
});
const specSchema = z.object({
  tier: text,
  selector: text,
  namespaceSelector: text,
  serviceAccountSelector: text,
  types: nullableList(z.string()),
  ingress: nullableList(ruleSchema),
  egress: nullableList(ruleSchema),
  doNotTrack: z.boolean().nullish(),
  preDNAT: z.boolean().nullish(),
});
const policySchema = z.object({
  metadata: z.object({ namespace: text, name: z.string() }),
  spec: specSchema.prefault({}),
});

type Entity = z.infer<typeof entitySchema>;
type Rule = z.infer<typeof ruleSchema>;

const isAll = (selector: string | null | undefined): boolean => !selector || /^\s*all\(\s*\)\s*$/.test(selector);
const has = (entity: Entity, key: string): boolean => {
  const value = entity?.[key] ?? "";
  return Array.isArray(value) ? value.length > 0 : value !== "";
};

const negations = ["notNets", "notSelector", "notPorts"];

/** Who may be at the other end; undefined: anybody. */
function peersOf(entity: Entity): readonly string[] | undefined {
  const named = ["nets", "selector", "namespaceSelector", "serviceAccounts", "services", "domains"].filter((key) =>
    has(entity, key),
  );
  const butSome = negations.some((key) => has(entity, key));
  if (named.length === 0) return butSome ? ["0.0.0.0/0 except"] : undefined;
  if (named.includes("nets")) return entries(entity?.nets).map((net) => (butSome ? `${net} except` : net));
  const isOfAll =
    named.every((key) => key.endsWith("elector")) && isAll(entity?.selector) && isAll(entity?.namespaceSelector);
  // What is of no namespace may be a GlobalNetworkSet, of any addresses.
  return isOfAll || /\bglobal\(/.test(entity?.namespaceSelector ?? "") ? ["endpoints"] : [];
}

const limiting = ["icmp", "notICMP", "http", "notProtocol", "ipVersion"];

/** A rule at some ports, of a protocol without ports, or for some of the pods lets through a part only. */
function isLimited(rule: Rule, own: Entity, other: Entity): boolean {
  const protocol = String(rule.protocol ?? "");
  const isOfPart = limiting.some((key) => (rule[key] ?? null) !== null) || /^(icmp|icmpv6|1|58)$/i.test(protocol);
  const hasPorts = [own, other].some((entity) => entries(entity?.ports).length > 0);
  return isOfPart || hasPorts || ["nets", "selector", "serviceAccounts"].some((key) => has(own, key));
}

function readRule(rule: Rule, direction: "ingress" | "egress"): readonly PluginRule[] {
  if (rule.action === "Log") return [];
  const [own, other] = direction === "ingress" ? [rule.destination, rule.source] : [rule.source, rule.destination];
  const peers = peersOf(other);
  return [
    { action: rule.action, ...(peers && { peers }), ...(isLimited(rule, own, other) && { isLimited: true as const }) },
  ];
}

/** Without types those are meant of which there are rules, and ingress where there are none at all (Calico's PolicySpec). */
function typesOf({ types, ingress, egress }: z.infer<typeof specSchema>): readonly string[] {
  if (entries(types).length > 0) return entries(types);
  const isOnlyEgress = entries(egress).length > 0 && entries(ingress).length === 0;
  return [...(isOnlyEgress ? [] : ["Ingress"]), ...(entries(egress).length > 0 ? ["Egress"] : [])];
}

const directionOf = (spec: z.infer<typeof specSchema>, direction: "ingress" | "egress"): PluginDirection => ({
  // What no policy of a tier decides for whom one of them selects is denied at its end (Calico's Tier).
  denies: true,
  rules: entries(spec[direction]).flatMap((rule) => readRule(rule, direction)),
});

/** A Calico policy; one that looks at packets before connections are known binds hosts alone, and is none. */
export function readCalicoPolicy(item: unknown): readonly PluginPolicy[] {
  const { metadata, spec } = policySchema.parse(item);
  if (spec.doNotTrack === true || spec.preDNAT === true) return [];
  const { namespace, name } = metadata;
  const types = typesOf(spec);
  return [
    {
      kind: namespace ? "Calico NetworkPolicy" : "Calico GlobalNetworkPolicy",
      ...(namespace && { namespace }),
      name,
      ...(spec.tier && spec.tier !== "default" && { tier: spec.tier }),
      ...(!isAll(spec.selector) && { selector: spec.selector ?? "" }),
      ...(!isAll(spec.namespaceSelector) && { namespaceSelector: spec.namespaceSelector ?? "" }),
      ...(!isAll(spec.serviceAccountSelector) && { isForSome: true as const }),
      ...(types.includes("Ingress") && { ingress: directionOf(spec, "ingress") }),
      ...(types.includes("Egress") && { egress: directionOf(spec, "egress") }),
    },
  ];
}

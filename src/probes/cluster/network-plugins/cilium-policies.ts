import { z } from "zod";
import type { LabelSelector } from "../../../evidence/network-policies.ts";
import type { PluginDirection, PluginPolicy, PluginRule } from "../../../evidence/plugin-policies.ts";
import { entries, nullableList } from "../nullable-list.ts";
import { readSelector, selectorSchema } from "./selectors.ts";

const portsSchema = z.object({
  ports: nullableList(z.object({ port: z.string().nullish(), endPort: z.number().nullish() })),
  rules: z.unknown().optional(),
});
const ruleSchema = z.record(z.string(), z.unknown());
const specSchema = z.object({
  endpointSelector: selectorSchema.nullish(),
  enableDefaultDeny: z.object({ ingress: z.boolean().nullish(), egress: z.boolean().nullish() }).nullish(),
  ingress: nullableList(ruleSchema),
  ingressDeny: nullableList(ruleSchema),
  egress: nullableList(ruleSchema),
  egressDeny: nullableList(ruleSchema),
});
const policySchema = z.object({
  metadata: z.object({ namespace: z.string().nullish(), name: z.string() }),
  spec: specSchema.nullish(),
  specs: nullableList(specSchema),
  status: z.object({ conditions: nullableList(z.object({ type: z.string(), status: z.string() })) }).nullish(),
});

const sides = { ingress: "from", egress: "to" } as const;
type Direction = keyof typeof sides;
type Rule = z.infer<typeof ruleSchema>;

const cidrSetSchema = nullableList(z.object({ cidr: z.string().nullish(), except: nullableList(z.string()) }));
const fqdnSchema = nullableList(z.object({ matchPattern: z.string().nullish() }));

/** Whether a selector of peers means more than a few: all of the cluster, or all but some, or what Cilium reserves. */
function isWide({ labels, expressions }: LabelSelector, isNamespaced: boolean): boolean {
  const keys = [...Object.keys(labels), ...expressions.map(({ key }) => key)];
  if (keys.some((key) => key.includes("reserved"))) return true;
  // Of a namespaced policy peers are of its own namespace where they do not name one.
  if (isNamespaced && !keys.some((key) => key.includes("namespace"))) return false;
  return Object.keys(labels).length === 0 && expressions.every(({ operator }) => operator !== "In");
}

function peersOf(rule: Rule, side: "from" | "to", isNamespaced: boolean): readonly string[] {
  const endpoints = entries(nullableList(selectorSchema).parse(rule[`${side}Endpoints`])).map(readSelector);
  const sets = entries(cidrSetSchema.parse(rule[`${side}CIDRSet`]));
  const names = entries(fqdnSchema.parse(rule["toFQDNs"]));
  return [
    ...entries(nullableList(z.string()).parse(rule[`${side}CIDR`])),
    // Without addresses of its own it names a CiliumCIDRGroup, which may hold any.
    ...sets.map(({ cidr, except }) =>
      cidr ? `${cidr}${entries(except).length > 0 ? " except" : ""}` : "every address of a group",
    ),
    ...entries(nullableList(z.string()).parse(rule[`${side}Entities`])),
    ...(endpoints.some((one) => isWide(one, isNamespaced)) ? ["endpoints"] : []),
    ...names.flatMap(({ matchPattern }) => (/^\*+$/.test(matchPattern ?? "") ? ["every name"] : [])),
  ];
}

const isAnyPort = ({
  port,
  endPort,
}: {
  readonly port?: string | null | undefined;
  readonly endPort?: number | null | undefined;
}) => !port || port === "0" || (port === "1" && (endPort ?? 0) >= 65_535);

/** Whether a part of a rule limits it: an empty map or list does not. */
const saysSomething = (part: unknown): boolean =>
  typeof part === "object" && part !== null
    ? Object.values(part).some((value) => (Array.isArray(value) ? value.length > 0 : (value ?? null) !== null))
    : (part ?? null) !== null;

/** Without peers and ports it lets nothing through: it is how a default deny is written (Cilium's "Ingress Default Deny"). */
function readRule(action: string, rule: Rule, direction: Direction, isNamespaced: boolean): readonly PluginRule[] {
  const side = sides[direction];
  const ports = entries(nullableList(portsSchema).parse(rule["toPorts"]));
  const isLimited =
    (ports.length > 0 &&
      ports.every(
        (one) => saysSomething(one.rules) || (entries(one.ports).length > 0 && !entries(one.ports).some(isAnyPort)),
      )) ||
    saysSomething(rule["icmps"]);
  const naming = Object.keys(rule).filter(
    (key) => key.startsWith(side) && key !== "toPorts" && (rule[key] ?? null) !== null,
  );
  if (naming.length === 0 && ports.length === 0 && !isLimited) return [];
  return [
    {
      action,
      ...(naming.length > 0 && { peers: peersOf(rule, side, isNamespaced) }),
      ...(isLimited && { isLimited: true as const }),
    },
  ];
}

/** Rules make it deny by default, unless it says otherwise (Rule.Sanitize of pkg/policy/api: an empty list does not). */
function readDirection(
  spec: z.infer<typeof specSchema>,
  direction: Direction,
  isNamespaced: boolean,
): PluginDirection | undefined {
  const [allow, deny] = [entries(spec[direction]), entries(spec[`${direction}Deny`])];
  if (allow.length + deny.length === 0) return undefined;
  return {
    denies: spec.enableDefaultDeny?.[direction] !== false,
    rules: [
      ...allow.flatMap((rule) => readRule("Allow", rule, direction, isNamespaced)),
      ...deny.flatMap((rule) => readRule("Deny", rule, direction, isNamespaced)),
    ],
  };
}

/** The rules of a Cilium policy for pods, each as a policy; one that Cilium found invalid is not in force, and has none. */
export function readCiliumPolicy(item: unknown): readonly PluginPolicy[] {
  const { metadata, spec, specs, status } = policySchema.parse(item);
  if (entries(status?.conditions).some((one) => one.type === "Valid" && one.status === "False")) return [];
  const { name, namespace } = metadata;
  return [...(spec ? [spec] : []), ...entries(specs)].flatMap((one): readonly PluginPolicy[] => {
    // With a nodeSelector in its place it binds hosts.
    if (!one.endpointSelector) return [];
    const pods = readSelector(one.endpointSelector);
    const [ingress, egress] = (["ingress", "egress"] as const).map((way) =>
      readDirection(one, way, Boolean(namespace)),
    );
    return [
      {
        kind: namespace ? "CiliumNetworkPolicy" : "CiliumClusterwideNetworkPolicy",
        ...(namespace && { namespace }),
        name,
        pods,
        ...(ingress && { ingress }),
        ...(egress && { egress }),
      },
    ];
  });
}

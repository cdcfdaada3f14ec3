import { z } from "zod";
import { attestedRuleSchema, providerAttestationSchema } from "./provider-attestation.ts";
import { secretAccessSchema, secretKeys, sensitiveExceptions } from "./secrets-schema.ts";
import { supportedReleaseSchema, supportTableSchema } from "./support-table.ts";
import { systemPodsPatternSchema, systemPodsSchema } from "./system-pods.ts";
import { approval, namespaces, text } from "./values.ts";
import { attestationSchema, waiverKeys, waiverSchema } from "./waivers.ts";

// Every message below completes the sentence '"key" must be …'.

const choice = z.boolean("true or false").exactOptional();

const optionsSchema = z.strictObject(
  {
    dualRoleIsWorker: choice,
    sshUnreachableIsNotAFinding: choice,
    v242436Always: choice,
    psaExemptNamespaces: namespaces.exactOptional(),
    singleNodeByDesign: choice,
    sensitiveExceptions,
  },
  "a map",
);

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;
const anyPort = "a port from 1 to 65535, or a range of ports with the lower one first, such as 2379-2380";

/** The ports of an entry, both ends included; undefined for what is neither a port nor a range of ports. */
export function portsOf(written: unknown): { readonly first: number; readonly last: number } | undefined {
  if (typeof written === "number") return isPort(written) ? { first: written, last: written } : undefined;
  const range = typeof written === "string" ? /^([1-9]\d{0,4})-([1-9]\d{0,4})$/.exec(written) : null;
  if (range === null) return undefined;
  const [first, last] = [Number(range[1]), Number(range[2])];
  return isPort(first) && isPort(last) && first <= last ? { first, last } : undefined;
}

const entrySchema = z.strictObject(
  {
    port: z.union([z.number(), z.string()], anyPort).refine((port) => portsOf(port) !== undefined, anyPort),
    protocol: z.enum(["tcp", "udp", "sctp"], "tcp, udp or sctp"),
    address: z.enum(["loopback", "node-ip", "any"], "loopback, node-ip or any"),
    direction: z.enum(["in", "out"], "in or out"),
    calReference: text.exactOptional(),
    purpose: text.exactOptional(),
  },
  "a map",
);

const entries = z.array(entrySchema, "a list of ports").exactOptional();
const componentsSchema = z.strictObject(
  { "kube-apiserver": entries, "kube-scheduler": entries, "kube-controller-manager": entries, etcd: entries },
  "a map",
);

const ppsmSchema = z.strictObject(
  {
    ...approval,
    components: componentsSchema,
  },
  "a map",
);

/** What a site decided, as it is written: no default filled in. */
export const decisionsSchema = z.strictObject(
  {
    options: optionsSchema.exactOptional(),
    ppsm: ppsmSchema.exactOptional(),
    secretAccess: secretAccessSchema.exactOptional(),
    systemPods: systemPodsSchema.exactOptional(),
    supportTable: supportTableSchema.exactOptional(),
    providerAttestation: providerAttestationSchema.exactOptional(),
    waivers: z.array(waiverSchema, "a list of waivers").exactOptional(),
    attestations: z.array(attestationSchema, "a list of attestations").exactOptional(),
  },
  "a map",
);

/** The keys that each kind of map knows, for suggestions. */
export const knownKeys = {
  decisions: Object.keys(decisionsSchema.shape),
  options: Object.keys(optionsSchema.shape),
  ppsm: Object.keys(ppsmSchema.shape),
  components: Object.keys(componentsSchema.shape),
  entry: Object.keys(entrySchema.shape),
  systemPods: Object.keys(systemPodsSchema.shape),
  systemPodsPattern: Object.keys(systemPodsPatternSchema.shape),
  supportTable: Object.keys(supportTableSchema.shape),
  supportedRelease: Object.keys(supportedReleaseSchema.shape),
  ...secretKeys,
  providerAttestation: Object.keys(providerAttestationSchema.shape),
  attestedRule: Object.keys(attestedRuleSchema.shape),
  ...waiverKeys,
} as const;

/** A decisions file as it is written. */
export type WrittenDecisions = z.infer<typeof decisionsSchema>;
/** Its list of approved ports, protocols and services. */
export type WrittenPorts = z.infer<typeof ppsmSchema>;
/** One entry of that list. */
export type WrittenEntry = z.infer<typeof entrySchema>;

import { z } from "zod";
import { date, text } from "./values.ts";

const status = z.enum(["open", "not_a_finding", "not_applicable"], "open, not_a_finding or not_applicable");
const fingerprint = z
  .string("a fingerprint as reports show it, such as 1f3a-09bc-77d2-e640")
  .regex(/^[0-9a-f]{4}(?:-[0-9a-f]{4}){3}$/, "a fingerprint as reports show it, such as 1f3a-09bc-77d2-e640");

const namespacePattern = z
  .string("the name of a namespace, * for any text")
  .regex(/^[-a-z0-9*]{1,63}$/, "the name of a namespace, * for any text");

const objectSchema = z.strictObject(
  {
    namespace: namespacePattern.exactOptional(),
    kind: text,
    name: text,
  },
  "a map",
);

const some = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item, `a list of ${what}`).min(1, `a list of ${what}, at least one`).exactOptional();

const scopeSchema = z.strictObject(
  {
    cluster: z.literal(true, "true: another scope has no cluster").exactOptional(),
    roles: some(
      z.enum(["control-plane", "worker", "etcd"], "control-plane, worker or etcd"),
      "control-plane, worker and etcd",
    ),
    nodes: some(text, "names of nodes"),
    namespaces: some(namespacePattern, "namespaces"),
    objects: some(objectSchema, "objects"),
  },
  "a map",
);

const oneKey = "a map with one of cluster, roles, nodes, namespaces and objects: for two write two waivers";

/** A waiver, as it is written. */
export const waiverSchema = z.strictObject(
  {
    rule: text,
    scope: scopeSchema.refine((scope) => Object.keys(scope).length === 1, {
      message: oneKey,
      // A misspelt key is mistake enough.
      when: ({ issues }) => issues.length === 0,
    }),
    reason: text,
    approver: text,
    ticket: text.exactOptional(),
    // A waiver without an end outlives whoever approved it, and the reason.
    expires: date,
    fingerprint: fingerprint.exactOptional(),
    status: status.exactOptional(),
  },
  "a map",
);

const attestationMap = z.strictObject(
  {
    rule: text,
    status,
    statement: text,
    by: text,
    date,
    expires: date,
    document: text.exactOptional(),
    ticket: text.exactOptional(),
    fingerprint: fingerprint.exactOptional(),
  },
  "a map",
);

/** An attestation, as it is written. */
export const attestationSchema = attestationMap.refine(({ date: said, expires }) => said <= expires, {
  path: ["expires"],
  message: "no day before its date",
});

/** The keys that each of these maps knows, for suggestions. */
export const waiverKeys = {
  waiver: Object.keys(waiverSchema.shape),
  scope: Object.keys(scopeSchema.shape),
  object: Object.keys(objectSchema.shape),
  attestation: Object.keys(attestationMap.shape),
} as const;

/** A waiver as it is written. */
export type WrittenWaiver = z.infer<typeof waiverSchema>;
/** An attestation as it is written. */
export type WrittenAttestation = z.infer<typeof attestationSchema>;

import { z } from "zod";
import { approval, namespace, namespaces, text } from "./values.ts";

const exceptionSchema = z.strictObject({ namespace, kind: text, name: text, justification: text }, "a map");

/** Objects of which the site says that what looks like a credential is none. */
export const sensitiveExceptions = z.array(exceptionSchema, "a list of objects").exactOptional();

const anySubject = "User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME";
const anyScope = "cluster, or a list of namespaces";

const readerSchema = z.strictObject(
  {
    subject: text.regex(/^(?:(?:User|Group):.|ServiceAccount:[^/]+\/[^/]+$)/, anySubject),
    scope: z.union([z.literal("cluster"), namespaces], anyScope),
    verbs: z.array(
      z.enum(["get", "list", "watch", "indirect"], "get, list, watch or indirect"),
      "a list of get, list, watch and indirect",
    ),
  },
  "a map",
);
const attachmentSchema = z.strictObject(
  {
    namespace,
    workload: text.regex(/^[^/]+\/[^/]+$/, "a kind and a name, such as Deployment/web"),
    secrets: z.array(text, "a list of Secrets"),
  },
  "a map",
);

/** The list of approved access to Secrets, as it is written. */
export const secretAccessSchema = z.strictObject(
  {
    ...approval,
    readers: z.array(readerSchema, "a list of readers").exactOptional(),
    attachments: z.array(attachmentSchema, "a list of attachments").exactOptional(),
    builtin: z.boolean("true or false").exactOptional(),
  },
  "a map",
);

/** The keys that each map on Secrets knows, for suggestions. */
export const secretKeys = {
  exception: Object.keys(exceptionSchema.shape),
  secretAccess: Object.keys(secretAccessSchema.shape),
  reader: Object.keys(readerSchema.shape),
  attachment: Object.keys(attachmentSchema.shape),
} as const;

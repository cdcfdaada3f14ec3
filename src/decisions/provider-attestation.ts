import { z } from "zod";
import { approval, text } from "./values.ts";

/** One rule that the provider answers for. */
export const attestedRuleSchema = z.strictObject(
  {
    status: z.enum(["not_a_finding", "not_applicable"], "not_a_finding or not_applicable"),
    statement: text,
  },
  "a map",
);

const vulnId = z.string("a Vuln ID").regex(/^V-\d{6}$/, "a Vuln ID, V- and six digits");

/** What the provider of the cluster attests in writing, as it is written. */
export const providerAttestationSchema = z.strictObject(
  { ...approval, rules: z.record(vulnId, attestedRuleSchema, "a map of Vuln IDs") },
  "a map",
);

import { z } from "zod";
import { statuses } from "./verdict.ts";

const status = z.enum(statuses);
const text = z.string().exactOptional();

const counted = {
  counts: z.boolean().describe("False where it holds no longer, or not for what was seen: then it changes nothing."),
  why: text.describe("Why it does not count."),
};

const waiver = z
  .strictObject({
    status: status.describe("What the site wants such findings called: open unless it chose otherwise."),
    reason: z.string(),
    approver: z.string(),
    ticket: text,
    expires: text.describe("The last day on which it holds."),
    covers: z
      .array(z.string())
      .readonly()
      .describe(
        "Targets that are open and that it holds for; of what is judged on the cluster, objects and namespaces.",
      ),
    ...counted,
  })
  .describe("The site lets an open finding be.");

const attestation = z
  .strictObject({
    status,
    statement: z.string(),
    by: z.string(),
    date: z.string(),
    document: text,
    ticket: text,
    expires: text,
    ...counted,
  })
  .describe("What a person of the site says of what nobody but a person can judge.");

const carried = z
  .strictObject({
    asset: z.string().describe("Whom the checklist speaks of, by its HOST_NAME."),
    file: z.string().describe("The checklist's name."),
    status: status.exactOptional().describe("A person's answer where plimsoll has none; left out where it has one."),
    details: text.describe("A person's finding details."),
    comments: text,
    override: z
      .strictObject({ severity: z.enum(["high", "medium", "low"]), justification: z.string() })
      .exactOptional()
      .describe("The severity that a person gave it."),
    again: text.describe("Why it has to be looked at again."),
  })
  .describe("What people wrote of the rule in an earlier checklist.");

/** What people say of a finding; evidence that was seen stays what it is. */
export const reviewSchema = z
  .strictObject({
    concluded: z
      .strictObject({ status, summary: z.string() })
      .exactOptional()
      .describe("What the evidence alone says, where the finding's status is a person's word."),
    waived: z.literal(true).exactOptional().describe("Everything that is open is let be by waivers that count."),
    waivers: z.array(waiver).readonly().exactOptional(),
    attestation: attestation.exactOptional(),
    carried: z
      .array(carried)
      .readonly()
      .exactOptional()
      .describe("One for each asset that a checklist was brought of."),
  })
  .describe("What people say of the finding.");

export type Carried = NonNullable<z.infer<typeof reviewSchema>["carried"]>[number];

import { z } from "zod";
import { severitySchema, statusSchema } from "./enum-schemas.ts";
import type { Status } from "./verdict.ts";

const text = z.string().exactOptional();

const counted = {
  expires: z.string().describe("The last day on which it holds."),
  fingerprint: text.describe("Of the finding that it was said of."),
  counts: z.boolean().describe("False where it holds no longer, or not for what was seen: then it changes nothing."),
  why: text.describe("Why it does not count, or not as the site wants it to."),
  expired: z.literal(true).exactOptional().describe("It would count, had it not expired by the end of the run."),
};

const waiver = z
  .strictObject({
    status: statusSchema.describe("What the site wants such findings called: open unless it chose otherwise."),
    scope: z.string().describe("What it is about, in words."),
    reason: z.string(),
    approver: z.string(),
    ticket: text,
    covers: z
      .array(z.string())
      .readonly()
      .describe("What is open, by either reading, and that it is about: nodes, objects and namespaces, the cluster."),
    ...counted,
  })
  .describe("The site lets what is open be.");

const attestation = z
  .strictObject({
    status: statusSchema,
    statement: z.string(),
    by: z.string(),
    date: z.string(),
    document: text,
    ticket: text,
    ...counted,
  })
  .describe("What a person of the site says of what nobody but a person can judge.");

const carried = z
  .strictObject({
    asset: z.string().describe("Whom the checklist speaks of, by its HOST_NAME."),
    file: z.string().describe("The checklist's name."),
    status: statusSchema
      .exactOptional()
      .describe("A person's answer where plimsoll has none; left out where it has one."),
    details: text.describe("A person's finding details."),
    comments: text,
    override: z
      .strictObject({ severity: severitySchema, justification: z.string() })
      .exactOptional()
      .describe("The severity that a person gave it."),
    again: text.describe("Why it has to be looked at again."),
  })
  .describe("What people wrote of the rule in an earlier checklist.");

/** What people say of a finding; evidence that was seen stays what it is. */
export const reviewSchema = z
  .strictObject({
    concluded: z
      .strictObject({ status: statusSchema, summary: z.string() })
      .exactOptional()
      .describe("What the evidence alone says, where the finding's status is a person's word."),
    waived: z
      .literal(true)
      .exactOptional()
      .describe("It is Open, and all that is open, by either reading, is let be by waivers that count."),
    waivers: z.array(waiver).readonly().exactOptional(),
    attestation: attestation.exactOptional(),
    carried: z
      .array(carried)
      .readonly()
      .exactOptional()
      .describe("One for each asset that a checklist was brought of."),
  })
  .describe("What people say of the finding.");

/** What people say of a finding. */
export type Review = Readonly<z.infer<typeof reviewSchema>>;
/** What people wrote of a rule in an earlier checklist of one asset. */
export type Carried = NonNullable<Review["carried"]>[number];
/** A waiver on a finding: whether it counts, and whom it covers. */
export type ReviewedWaiver = NonNullable<Review["waivers"]>[number];
/** A person's word on a finding, and whether it counts. */
export type ReviewedAttestation = NonNullable<Review["attestation"]>;

type Said = { readonly status: Status; readonly review?: Review };

/** Whether a finding is Open, and all that is open is let be. */
export const isWaived = ({ status: said, review }: Said): boolean => said === "open" && review?.waived === true;

import { z } from "zod";
import { benchmarkSchema, severitySchema, statusSchema } from "./enum-schemas.ts";
import { changes } from "./history.ts";

const names = z.array(z.string()).readonly();
const text = z.string().exactOptional();

const side = z.strictObject({ status: statusSchema, effectiveStatus: statusSchema, summary: z.string() });
const way = z
  .strictObject({
    from: statusSchema.exactOptional().describe("Not there: it was not judged, or did not count."),
    to: statusSchema.exactOptional(),
    node: z
      .enum(["added", "removed", "lost", "gained"])
      .exactOptional()
      .describe("What became of the nodes themselves."),
    reason: text.describe("Of the status after, where there is one."),
    targets: names,
  })
  .describe("Targets that went the same way.");

const line = z.strictObject({
  what: z.string(),
  value: z.string(),
  file: text,
  line: z.int().exactOptional(),
  argvIndex: z.int().exactOptional(),
});
const reasons = z.strictObject({ before: z.string(), after: z.string() }).exactOptional();
const evidenceChange = z
  .strictObject({
    targets: names,
    reason: reasons.describe("Of the literal reading, where it is another."),
    effectiveReason: reasons,
    notCounted: z
      .strictObject({ before: statusSchema, after: statusSchema })
      .exactOptional()
      .describe("The status of targets that do not count, where it is another."),
    went: z.array(line).readonly(),
    came: z.array(line).readonly(),
    leftOut: z
      .strictObject({ went: z.int(), came: z.int() })
      .exactOptional()
      .describe("How many more lines there are."),
  })
  .describe("Targets of which the same is seen otherwise.");

/** What became of one finding from one run to another. */
export const findingDiffSchema = z.strictObject({
  benchmark: benchmarkSchema,
  id: z.string(),
  title: z.string(),
  severity: severitySchema,
  change: z.enum(changes).describe("As in an assessment's history."),
  new: z
    .boolean()
    .describe("Open on a target on which it was not, and not let be by a waiver: what --fail-on-new goes by."),
  lost: z.boolean().describe("Something of it was judged before and is Not Reviewed after."),
  before: side.exactOptional().describe("By what the evidence says; not there where the run did not judge it."),
  after: side,
  moved: z.array(way).readonly().describe("By the literal reading."),
  effective: z
    .array(way)
    .readonly()
    .describe("By the effective reading, of targets that did not move by the literal one."),
  evidence: z.array(evidenceChange).readonly(),
});

/** What became of one finding from one run to another. */
export type FindingDiff = Readonly<z.infer<typeof findingDiffSchema>>;
/** Targets that went from one status to another. */
export type Way = Readonly<z.infer<typeof way>>;
/** One thing that was seen, and where in a file or command line. */
export type Line = Readonly<z.infer<typeof line>>;
/** Targets of which the same is seen otherwise, and which lines went and came. */
export type EvidenceChange = Readonly<z.infer<typeof evidenceChange>>;

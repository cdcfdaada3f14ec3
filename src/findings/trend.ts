import { z } from "zod";
import { benchmarkSchema } from "./enum-schemas.ts";

const counts = z.strictObject({ high: z.int(), medium: z.int(), low: z.int() });

/** How many findings of each severity. */
export type SeverityNumbers = Readonly<z.infer<typeof counts>>;

/** What a run is in a trend: when it was, how much it saw, and how many findings of a benchmark were open. */
export const trendRunSchema = z.strictObject({
  collected: z.strictObject({ from: z.string(), to: z.string() }),
  tool: z.string().describe("The version of plimsoll that judged it."),
  nodes: z.strictObject({ read: z.int(), all: z.int() }),
  complete: z.boolean().describe("Every node was read, and of the API all that the rules needed."),
  open: counts.describe("Findings that are Open by what the evidence says, whatever people say: waived ones too."),
  unseen: counts.describe(
    "Findings that are Not Reviewed, and were Open when they were last seen: nobody saw them mended.",
  ),
  notReviewed: z.int().describe("All that are Not Reviewed by the evidence, those of `unseen` too."),
  waived: z.int().describe("Of the open ones, those that waivers let be whole."),
  targets: z
    .int()
    .describe("Nodes, or the cluster, that findings are open on: a rule that is open on five counts five."),
});

/** Runs of one cluster that were judged by the same rules, oldest first; the last is the run that the assessment is of. */
export const trendSchema = z
  .strictObject({ benchmark: benchmarkSchema, runs: z.array(trendRunSchema).readonly() })
  .describe("Open findings, run by run.");

/** One run of a trend. */
export type TrendRun = Readonly<z.infer<typeof trendRunSchema>>;
/** Open findings of one benchmark, run by run. */
export type Trend = Readonly<z.infer<typeof trendSchema>>;

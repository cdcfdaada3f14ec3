import { z } from "zod";
import { benchmarkSchema, severitySchema } from "./enum-schemas.ts";
import { sightingsSchema, standings } from "./sightings.ts";
import { trendRunSchema } from "./trend.ts";

const names = z.array(z.string()).readonly();

const sighted = z
  .strictObject({
    standing: z
      .enum(standings)
      .describe("In the newest run: open; mended: seen and not open; unseen: not seen, so neither."),
    ...sightingsSchema.shape,
    targets: names.describe("Names of the nodes, or the cluster, that this holds for."),
    ofCluster: z.literal(true).exactOptional().describe("Judged on the cluster: its target is no node."),
    objects: names
      .exactOptional()
      .describe(
        "The objects there that this holds for, where the rule names them; left out where it is the target's own.",
      ),
  })
  .describe("Targets, or objects of one, that were seen open in the same runs.");

const finding = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    severity: severitySchema,
    sightings: sightingsSchema.describe("Of the requirement over all its targets."),
    seen: z.array(sighted).readonly(),
  })
  .describe("A requirement that was open in one of the runs.");

const clusterTrend = z
  .strictObject({
    cluster: z.string(),
    benchmark: benchmarkSchema,
    title: z.string().describe("Of the benchmark."),
    release: z.string().describe("V2R6"),
    rules: z.int().describe("How many requirements were judged."),
    runs: z
      .array(z.strictObject({ folder: z.string().describe("Its name."), ...trendRunSchema.shape }))
      .readonly()
      .describe("Oldest first."),
    findings: z.array(finding).readonly().describe("The most severe first."),
  })
  .describe("Runs of one cluster that were judged by the same requirements of the same release.");

/** What `plimsoll history` shows of the runs in a folder. Its JSON Schema is published beside this file. */
export const runHistorySchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.literal("plimsoll"), version: z.string() }).describe("What read the runs."),
    trends: z
      .array(clusterTrend)
      .readonly()
      .describe("By cluster and benchmark; those whose newest run is older first."),
    leftOut: z
      .array(z.strictObject({ name: z.string(), cause: z.string() }))
      .readonly()
      .describe("What else lies in the folder, and why it is no part of any trend."),
  })
  .describe("Open findings over the runs in a folder.");

/** Open findings over the runs in a folder. */
export type RunHistory = Readonly<z.infer<typeof runHistorySchema>>;
/** Runs of one cluster that were judged by the same requirements of the same release. */
export type ClusterTrend = RunHistory["trends"][number];
/** A requirement that was open in one of the runs. */
export type HistoryFinding = ClusterTrend["findings"][number];
/** Its targets, or objects of one, that were seen open in the same runs. */
export type Sighted = HistoryFinding["seen"][number];

import { z } from "zod";
import { statusSchema } from "./enum-schemas.ts";
import { sightingsSchema } from "./sightings.ts";
import { trendSchema } from "./trend.ts";

/** How a finding compares with the earlier run's; the first that holds. */
export const changes = [
  "opened",
  "further",
  "unseen",
  "fixed",
  "gone",
  "seen",
  "other",
  "targets",
  "effective",
  "evidence",
  "same",
  "added",
] as const;
/** What became of a finding since an earlier run. */
export type Change = (typeof changes)[number];

const targets = z.array(z.string()).readonly();

/** What became of one finding since the earlier run. */
export const historySchema = z
  .strictObject({
    change: z
      .enum(changes)
      .describe(
        "opened: Open now and not before; further: Open as before, now on further targets; unseen: Not Reviewed now and not " +
          "before; fixed: no longer Open, and all that was open was seen again; gone: no longer Open, but of what was open " +
          "some is no longer judged; seen: no longer Not Reviewed; other: of the other two statuses; targets: the status is " +
          "as before, that of some targets is not; effective: only the effective reading says otherwise; evidence: reason or " +
          "evidence are others; added: the earlier run did not judge it. By what the evidence says, whatever people say.",
      ),
    before: z
      .strictObject({ status: statusSchema, effectiveStatus: statusSchema })
      .exactOptional()
      .describe("What the earlier run said; not there where it did not judge it."),
    since: z
      .string()
      .describe("When the status was first this one, as far back as runs were compared with each other."),
    open: sightingsSchema
      .exactOptional()
      .describe("When it was Open, as far back as runs were compared with each other; not there where it never was."),
    moved: z
      .array(z.strictObject({ from: statusSchema.exactOptional(), to: statusSchema.exactOptional(), targets }))
      .readonly()
      .describe(
        "Targets whose status is another; without from or to: the target was not, or is no longer, judged or counted.",
      ),
  })
  .describe("What became of it since the earlier run that it was compared with.");

/** The earlier run, and what this one covers otherwise. */
export const comparedWithSchema = z
  .strictObject({
    collected: z.strictObject({ from: z.string(), to: z.string() }),
    tool: z.strictObject({ version: z.string(), readerSha256: z.string() }),
    stig: z.string().exactOptional().describe("The release that it was judged by, V2R5."),
    guidance: z.string().exactOptional(),
    nodes: z
      .strictObject({
        added: targets.describe("Not in the earlier run."),
        removed: targets.describe("In the earlier run only."),
        lost: targets.describe("Read then, unread now."),
        gained: targets.describe("Unread then, read now."),
      })
      .describe("Names of nodes."),
    api: z.strictObject({ before: z.string(), now: z.string() }).describe("What became of the API, then and now."),
    removed: z
      .array(z.strictObject({ id: z.string(), title: z.string(), status: statusSchema }))
      .readonly()
      .describe("Judged by the earlier run only."),
    trends: z
      .array(trendSchema)
      .readonly()
      .exactOptional()
      .describe(
        "The runs before this one, as far back as each was compared with the one before and judged by the same rules.",
      ),
  })
  .describe("An earlier run of the same cluster, which this one was compared with.");

/** What became of a finding, and since when it is so. */
export type History = Readonly<z.infer<typeof historySchema>>;
/** The earlier run, and what this one covers otherwise. */
export type ComparedWith = Readonly<z.infer<typeof comparedWithSchema>>;

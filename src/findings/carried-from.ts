import { z } from "zod";
import { statusSchema } from "./enum-schemas.ts";

const left = z
  .strictObject({
    id: z.string(),
    status: statusSchema.exactOptional().describe("A person's answer."),
    details: z.string().exactOptional(),
    comments: z.string().exactOptional(),
    why: z.string().describe("Why it was not carried over."),
  })
  .describe("What people wrote of a rule that is not the same any more.");

/** An earlier checklist that people had filled in. */
export const carriedFromSchema = z
  .strictObject({
    file: z.string().describe("Its name."),
    sha256: z.string(),
    asset: z.string().describe("Whom it speaks of, as this run names it."),
    release: z.string().describe("Version and release of the STIG in it; empty where it holds other STIGs only."),
    rules: z.int().describe("Rules that something was carried over of."),
    others: z
      .array(z.string())
      .readonly()
      .describe("Other STIGs in it: they stand in the new checklist of its format."),
    target: z
      .strictObject({
        ip: z.string(),
        mac: z.string(),
        fqdn: z.string(),
        role: z.string(),
        assetType: z.string(),
        marking: z.string(),
        techArea: z.string(),
        webOrDatabase: z.string(),
        webDbSite: z.string(),
        webDbInstance: z.string(),
      })
      .describe("What else it says of the asset, as it is written there."),
    left: z.array(left).readonly().describe("What was not carried over, and has to be answered again."),
  })
  .describe("An earlier checklist of which people's words were carried over.");

/** An earlier checklist, and what of people's words came from it. */
export type CarriedFrom = Readonly<z.infer<typeof carriedFromSchema>>;

import { z } from "zod";
import { checklistScopes } from "../findings/checklist-settings.ts";
import { profileNames } from "../inventory/inventory.ts";
import { shardsAtMost } from "../inventory/shard.ts";

/**
 * A path below the run folder, none that leads out of it: files are read and taken away by these names, and a run folder
 * may come from anybody.
 */
const pathInRun = z
  .string()
  .refine((path) => /^[^/\\\0]+(\/[^/\\\0]+)*$/.test(path) && !path.split("/").some((part) => /^\.{1,2}$/.test(part)));

const run = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal("plimsoll"), version: z.string(), readerSha256: z.string() }),
  cluster: z.string(),
  inventory: z.strictObject({ file: z.string(), sha256: z.string() }),
  /** Where the site's decisions came from, if there were any; `files` has the digest of their copy. */
  decisions: z.strictObject({ file: z.string() }).exactOptional(),
  /** The profile that the inventory names. */
  profile: z.enum(profileNames).exactOptional(),
  apiConfigured: z.boolean(),
  /** Only approved algorithms were on offer, to hosts and API server. */
  fips: z.literal(true).exactOptional(),
  startedAt: z.string(),
  /** When the run was gone on with after it had ended early; evidence of each session has its own times. */
  resumed: z.array(z.string()).readonly().exactOptional(),
  /**
   * The run is a part, of so many: its hosts are those of the inventory that belong to it. `inventoryHosts` has the names of
   * all, in inventory order, so that whoever puts the parts together sees that none is missing.
   */
  shard: z
    .strictObject({
      index: z.int().min(1),
      of: z.int().min(1).max(shardsAtMost),
      inventoryHosts: z.array(z.string()).readonly(),
    })
    .exactOptional(),
  /** Inventory names in inventory order, with the evidence file of each. */
  hosts: z.array(z.strictObject({ name: z.string(), evidence: pathInRun })).readonly(),
  /** Files that the command line gave, by absolute path: they hold when the run is gone on with. */
  given: z
    .strictObject({
      from: z.array(z.string()).readonly().exactOptional(),
      previous: z.array(z.string()).readonly().exactOptional(),
    })
    .exactOptional(),
  /** How the run's checklists are written; without it as they are by default. */
  checklists: z.strictObject({ scope: z.enum(checklistScopes), emptyNotReviewed: z.boolean() }).exactOptional(),
  endedAt: z.string(),
  /** `interrupted`: a signal, or its deadline, ended the run before every host was asked. */
  state: z.enum(["complete", "interrupted"]),
  /** SHA-256 of every file of the run but this one, by path relative to the run folder. */
  files: z.record(pathInRun, z.string()),
});

/** What a run folder says of itself: who made it, from what, when, and what must be in it. */
export type Manifest = Readonly<z.infer<typeof run>>;

/** What is known of a run before its first host is asked. */
export const begunSchema = run.omit({ endedAt: true, state: true, files: true });
/** A run that has not ended. */
export type BegunRun = Readonly<z.infer<typeof begunSchema>>;

/** Reads manifest.json. @throws z.ZodError or SyntaxError where it is no manifest of this version. */
export const parseManifest = (text: string): Manifest => run.parse(JSON.parse(text));

/** The text of manifest.json: its keys have the schema's order, wherever they come from. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(run.parse(manifest), null, 2)}\n`;

/** Vouches for every other file of the run, by its digest. */
export const manifestFile = "manifest.json";
/** The site's decisions by which the run is judged, as they were written. */
export const decisionsCopy = "decisions.yaml";
/** Where readers of a run find the assessment; `reports/assessment-json.ts` writes it. */
export const assessmentFile = "assessment.json";
/** How deep a finding lies in it: `findings`, a finding. */
export const findingDepth = 2;
/** Where what was seen lies, apart from what is said of it. */
export const evidenceFolder = "evidence/";
/** What the API server showed. */
export const clusterEvidenceFile = `${evidenceFolder}cluster.json.gz`;
/** How deep a fact's entries lie in it: `facts`, the fact, its `value`, an entry. */
export const clusterListDepth = 4;
/** Node names hold no slash (the inventory sees to that), so a name is a file name. */
export const nodeEvidenceFile = (node: string): string => `${evidenceFolder}node-${node}.json.gz`;

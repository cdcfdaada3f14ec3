import { z } from "zod";
import { benchmarkSchema, severitySchema, statusSchema } from "./enum-schemas.ts";
import { findingDiffSchema } from "./finding-diff.ts";
import { type Change, changes } from "./history.ts";

const names = z.array(z.string()).readonly();
const text = z.string().exactOptional();
const file = z.strictObject({ name: z.string(), sha256: z.string() });

const run = z
  .strictObject({
    collected: z.strictObject({ from: z.string(), to: z.string() }),
    tool: z
      .strictObject({ version: z.string(), readerSha256: z.string() })
      .describe("What judged it, and the program that was run on its nodes."),
    stig: z
      .strictObject({
        id: z.string(),
        release: z.string().describe("V2R6"),
        releaseInfo: z.string(),
        file: file.exactOptional(),
      })
      .exactOptional(),
    guidance: text.describe("Version of the NSA/CISA guidance."),
    nodes: z.strictObject({ read: z.int(), all: z.int() }),
    complete: z.boolean().describe("Every node was read, and of the API all that the rules needed."),
    decisions: file.exactOptional().describe("What the site decided. Not there: it gave no file."),
  })
  .describe("One of the two runs.");

const node = z.strictObject({
  name: z.string(),
  role: z.string(),
  state: z.string(),
  cause: text,
  message: text,
});
const question = z.strictObject({ request: z.string(), cause: z.string(), message: z.string(), rules: names });

const coverage = z.strictObject({
  lost: z
    .boolean()
    .describe(
      "A node, or something of the API, that was read before was not read after, or a new node was not read at all.",
    ),
  nodes: z.strictObject({
    added: z.array(node).readonly().describe("In the run after only."),
    removed: z.array(node).readonly().describe("In the run before only."),
    lost: z.array(node).readonly().describe("Read before, unread after, and why."),
    gained: z.array(node).readonly().describe("Unread before, and why; read after."),
  }),
  api: z.strictObject({
    before: z.string(),
    after: z.string(),
    worse: z.boolean().describe("Less of it was seen after."),
    lost: z.array(question).readonly().describe("What rules needed of it and was not answered after only."),
    gained: z.array(question).readonly().describe("The same before only."),
  }),
});

const rule = z.strictObject({
  benchmark: benchmarkSchema,
  id: z.string(),
  title: z.string(),
  severity: severitySchema,
  status: statusSchema,
});

/** What may be different of a rule that both runs judged, in the order in which it is listed. */
export const ruleAspects = [
  "rule id",
  "severity",
  "title",
  "CCIs",
  "check text",
  "fix text",
  "discussion",
  "logic",
] as const;
export type RuleAspect = (typeof ruleAspects)[number];

const ruleChange = z.strictObject({
  id: z.string(),
  title: z.string(),
  aspect: z
    .enum(ruleAspects)
    .describe("logic: the release whose check text it was judged by, where the file has another."),
  before: z.string().describe("Empty where there is none, or where it is prose."),
  after: z.string(),
});

const decision = z.strictObject({
  kind: z.enum(["waiver", "attestation", "provider", "checklist"]),
  status: statusSchema.exactOptional(),
  counts: z.boolean(),
  said: z.string(),
  by: text,
  expires: text,
  why: text.describe("Why it does not count."),
  covers: z.int().exactOptional().describe("How many targets."),
});
const decided = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    before: statusSchema.exactOptional().describe("What a checklist says, people's word included."),
    after: statusSchema.exactOptional(),
    came: z.array(decision).readonly(),
    went: z.array(decision).readonly(),
  })
  .describe("What people say of a rule, where it is another.");

const counts = z.strictObject(
  Object.fromEntries(changes.map((change) => [change, z.int()])) as Readonly<Record<Change, z.ZodInt>>,
);

/** What is different between two runs of a cluster. Its JSON Schema is published beside this file. */
export const runDiffSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.literal("plimsoll"), version: z.string() }).describe("What compared them."),
    cluster: z.string(),
    before: run,
    after: run,
    reversed: z.boolean().describe("The run after is the older one, for so they were given."),
    same: z.boolean().describe("Nothing is different but the times."),
    counts: counts.describe("How many findings of the run after changed in which way."),
    coverage,
    rules: z.strictObject({
      removed: z.array(rule).readonly().describe("Judged before only, with the status of then."),
      changed: z.array(ruleChange).readonly(),
      uncompared: z.int().describe("Rules whose check text is not known of both runs."),
    }),
    decisions: z.array(decided).readonly(),
    findings: z
      .array(findingDiffSchema)
      .readonly()
      .describe("Those that are not as they were, in the order of the run after."),
  })
  .describe("What is different between two runs of a cluster.");

/** What is different between two runs of a cluster. */
export type RunDiff = Readonly<z.infer<typeof runDiffSchema>>;
/** A waiver, an attestation or an answer in a checklist, as a difference shows it. */
export type Decision = Readonly<z.infer<typeof decision>>;
/** A rule of which people say otherwise than before. */
export type Decided = RunDiff["decisions"][number];
/** One aspect of a rule that is another. */
export type RuleChange = RunDiff["rules"]["changed"][number];
/** One of the two runs. */
export type ComparedRun = RunDiff["before"];

import { z } from "zod";
import { components } from "../benchmark/component.ts";
import { descriptionParts } from "../benchmark/requirement.ts";
import { severitySchema, statusSchema } from "./enum-schemas.ts";
import { historySchema } from "./history.ts";
import { reviewSchema } from "./review.ts";

const source = z.strictObject({
  host: z.string(),
  request: z.string(),
  file: z.string().exactOptional(),
  line: z.int().exactOptional(),
  argvIndex: z.int().exactOptional(),
  pid: z.int().exactOptional(),
});
const seen = z.strictObject({
  what: z.string(),
  value: z.string(),
  source,
  unseen: z.string().exactOptional().describe("Why it could not be seen; not there: it was."),
  isOwn: z
    .literal(true)
    .exactOptional()
    .describe("Each target has a value of its own, or it counts what was looked at: no part of a fingerprint."),
  ownOf: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .describe("Whose own value it is; left out where it is that of every target of the group."),
});
const object = z.strictObject({ namespace: z.string().exactOptional(), kind: z.string(), name: z.string() });
const verdict = z.strictObject({
  status: statusSchema,
  reason: z.string(),
  seen: z.array(seen).readonly(),
  objects: z
    .array(object)
    .readonly()
    .exactOptional()
    .describe("Every object that makes it open; left out where anything else does, or which cannot be told."),
  alsoUnreviewed: z
    .literal(true)
    .exactOptional()
    .describe("Open, and something else was Not Reviewed: no pass where what is open is let be."),
  leftUnseen: z
    .string()
    .exactOptional()
    .describe("Not Reviewed: what nobody has seen, where no row says so. No person's word makes a pass of it."),
});

const group = z
  .strictObject({
    targets: z.array(z.string()).min(1).readonly().describe("Names of the nodes, or the cluster, that this holds for."),
    ofCluster: z
      .literal(true)
      .exactOptional()
      .describe("Judged once, on the cluster: its target is no node, whatever it is called."),
    literal: verdict.describe(
      "What the check text says, word for word. What was seen is the first target's, but of certificates every target's.",
    ),
    effective: verdict.describe("Whether the running configuration meets the requirement, defaults included."),
    beyondText: z.boolean().describe("The check text does not speak of these targets; they do not count."),
  })
  .describe("Targets with the same finding, folded into one.");

const names = z.array(z.string()).readonly();

const responsibility = z
  .strictObject({
    profile: z.string(),
    who: z.enum(["cluster-admin", "workload-owner", "provider"]),
    inherited: z.boolean().describe("It is the provider's, and nobody else could look."),
    secureByDefault: z.boolean().exactOptional(),
    setting: z.string().exactOptional().describe("The field of the provider's cluster object that changes it."),
    via: z.string().exactOptional().describe("What stands in for a field."),
    visible: z.enum(["node", "node-in-part", "api", "api-in-part", "none"]).describe("Where the owner can see it."),
    note: z.string().exactOptional(),
    attestation: z
      .strictObject({ statement: z.string(), counts: z.boolean(), why: z.string().exactOptional() })
      .exactOptional()
      .describe("What the provider said in writing, and why it does not count where it does not."),
  })
  .describe("Who answers for the rule, by the profile of the cluster's provider.");

const fix = z
  .strictObject({
    distribution: z.string(),
    nodes: z.int().describe("How many nodes of this distribution the finding is open on, by either reading."),
    on: names.exactOptional().describe("Their names, where the cluster mixes distributions and they are few."),
    change: z.string().describe("What kind of change: `kubelet setting`."),
    how: z.string().describe("How it is made there, and what that restarts where it is known."),
  })
  .describe("How one change is made on one distribution.");

const disa = z
  .strictObject({
    discussion: z.string(),
    check: z.string(),
    fix: z.string(),
    weight: z.string().exactOptional(),
    legacyIds: names.exactOptional(),
    more: z
      .partialRecord(z.enum(descriptionParts), z.string())
      .readonly()
      .exactOptional()
      .describe("Further parts of the description, those that are not empty."),
  })
  .describe("DISA's own words, of the benchmark's file that the user brought.");

const logic = z
  .strictObject({
    release: z.string().describe("V2R6"),
    checkText: z
      .enum(["reworded", "other", "missing"])
      .describe("reworded: it names the same things in other words; other, missing: nothing was concluded."),
  })
  .describe("The release whose check text the logic was written for, where the file has another.");

const concluded = {
  id: z
    .string()
    .describe("Key of the requirement: the Vuln ID of a STIG, plimsoll's own name of a check of the guidance."),
  title: z.string(),
  severity: severitySchema,
  component: z.enum(components).describe("The part of the cluster that is looked at, or has to be changed."),
  nist: names.describe(
    "Controls of NIST SP 800-53: revision 5 by the CCIs of a STIG's rule, by plimsoll's own reading of the guidance.",
  ),
  related: names.describe("Requirements of another benchmark on the same facts."),
  automatic: z.boolean().describe("False where a person has to decide."),
  status: statusSchema.describe(
    "The literal reading's, over all targets; a person's word where `review.concluded` says what it was without that.",
  ),
  effectiveStatus: statusSchema,
  summary: z.string().describe("Why the status is what it is, in one sentence."),
  expected: z.string(),
  check: z.string().describe("How to check by hand, in plimsoll's words."),
  fix: z.string().describe("How to fix, in plimsoll's words."),
  fixes: z
    .array(fix)
    .readonly()
    .exactOptional()
    .describe("How to fix it on the distributions of the nodes that it is open on; left out where that is not known."),
  groups: z.array(group).readonly(),
  responsibility: responsibility.exactOptional(),
  history: historySchema.exactOptional(),
  fingerprint: z
    .string()
    .exactOptional()
    .describe("Digest of what is open or for a person to judge: another one where that changes, on whichever targets."),
  review: reviewSchema.exactOptional(),
};

const stigFinding = z
  .strictObject({
    benchmark: z.literal("stig"),
    ...concluded,
    ruleId: z.string(),
    stigId: z.string(),
    groupTitle: z.string(),
    category: z.enum(["CAT I", "CAT II", "CAT III"]),
    ccis: names,
    disa: disa.exactOptional(),
    logic: logic.exactOptional(),
  })
  .describe("The result of one rule of the STIG.");

const guidanceFinding = z
  .strictObject({
    benchmark: z.literal("nsa-cisa"),
    ...concluded,
    section: z
      .strictObject({ v10: z.string(), v12: z.string().exactOptional() })
      .describe("Of version 1.0, and of version 1.2 where its name is another."),
    appendices: names,
  })
  .describe("The result of one check of the guidance.");

/** The result of one requirement. */
export const findingSchema = z.discriminatedUnion("benchmark", [stigFinding, guidanceFinding]);

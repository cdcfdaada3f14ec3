import type { Attestation, Waiver } from "../../evidence/waivers.ts";
import { type CheckInput, type Complaint, nameOfAttestation, nameOfWaiver } from "./complaint.ts";
import { attestationOn, findingOf, waiverOn } from "./said-of-run.ts";

type Entry = Waiver | Attestation;
const nameOf = (entry: Entry): string => ("scope" in entry ? nameOfWaiver(entry) : nameOfAttestation(entry));
const unused = (entry: Entry, why: string): Complaint => ({
  kind: "unused",
  line: entry.line,
  sentence: `${nameOf(entry)} does nothing: ${why}`,
});

/** Why a rule takes no such waiver, whatever a cluster shows. */
function neverFor({ rule, scope }: Waiver, { known }: CheckInput): string | undefined {
  const judgedOn = known(rule)?.judgedOn;
  if (judgedOn === "nothing") return "the rule is never Open, for a person has to judge it; write an attestation";
  const isOfNodes = "nodes" in scope || "roles" in scope;
  const isOfObjects = "namespaces" in scope || "objects" in scope;
  if (judgedOn === "cluster" && isOfNodes) return "the rule is judged on the cluster; name namespaces or objects";
  if (judgedOn === "nodes" && isOfObjects) return "the rule is judged on nodes; name nodes or roles";
  return undefined;
}

/** A rule that is nowhere, or not in what is chosen. */
function whereNot(entry: Entry, { known, chosen, run }: CheckInput): readonly Complaint[] {
  if (run !== undefined) {
    if (findingOf(run, entry.rule) !== undefined) return [];
    return [unused(entry, "the run did not judge the rule; remove it, or check it with a run that does")];
  }
  const rule = known(entry.rule);
  if (rule === undefined) return [unused(entry, "no release that plimsoll knows has the rule; look at its Vuln ID")];
  const sentence = `${nameOf(entry)} is of a rule that ${chosen} does not have`;
  return rule.isChosen ? [] : [{ kind: "hint", line: entry.line, sentence }];
}

function ofWaiver(waiver: Waiver, input: CheckInput): readonly Complaint[] {
  const never = neverFor(waiver, input);
  if (never !== undefined) return [unused(waiver, never)];
  const missing = whereNot(waiver, input);
  const finding = input.run && findingOf(input.run, waiver.rule);
  if (missing.length > 0 || input.run === undefined || finding === undefined) return missing;
  const { covers = [], why = "" } = waiverOn(input.run, finding, waiver) ?? {};
  return covers.length > 0 ? [] : [unused(waiver, `in the run ${why}; remove it, or look at its scope`)];
}

function ofAttestation(attestation: Attestation, input: CheckInput): readonly Complaint[] {
  const missing = whereNot(attestation, input);
  const finding = input.run && findingOf(input.run, attestation.rule);
  if (missing.length > 0 || input.run === undefined || finding === undefined) return missing;
  const { counts = false, expired, why = "" } = attestationOn(input.run, finding, attestation) ?? {};
  // What is Open is said as a contradiction.
  if (counts || expired || finding.status === "open") return [];
  return [unused(attestation, `in the run ${why}`)];
}

/** Entries that do nothing. */
export const idle = (input: CheckInput): readonly Complaint[] => [
  ...(input.site.waivers ?? []).flatMap((waiver) => ofWaiver(waiver, input)),
  ...(input.site.attestations ?? []).flatMap((attestation) => ofAttestation(attestation, input)),
];

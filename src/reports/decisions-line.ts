import type { DecisionsUsed } from "../findings/assessment.ts";
import { countOf } from "./count-of.ts";
import { visible } from "./visible-text.ts";

type OptionValue = NonNullable<DecisionsUsed["options"][keyof DecisionsUsed["options"]]>;

/** What the site decided, in one line: the options that are not the defaults, then whose lists. */
export function decisionsLine({ options, ...lists }: DecisionsUsed): string {
  const { ppsm, secretAccess, systemPods, supportTable, providerAttestation, waivers, attestations } = lists;
  const changed = Object.entries(options).map(([name, value]) => visible(`${name}: ${optionValue(value)}`));
  return [
    ...(changed.length === 0 ? ["all options at their defaults"] : changed),
    ...(ppsm === undefined ? [] : [listLine("approved ports", ppsm)]),
    ...(secretAccess === undefined ? [] : [listLine("approved access to Secrets", secretAccess)]),
    ...(systemPods === undefined ? [] : [systemPodsLine(systemPods)]),
    ...(supportTable === undefined ? [] : [supportTableLine(supportTable)]),
    ...(providerAttestation === undefined ? [] : [listLine("the provider's attestation", providerAttestation)]),
    ...(waivers === undefined ? [] : [countOf(waivers, "waiver")]),
    ...(attestations === undefined ? [] : [countOf(attestations, "attestation")]),
  ].join("; ");
}

/** What an option was decided to be, in words. */
export function optionValue(value: OptionValue): string {
  if (typeof value === "boolean") return String(value);
  return value
    .map((item) =>
      typeof item === "string" ? item : `${item.namespace}/${item.kind} ${item.name} (${item.justification})`,
    )
    .join(", ");
}

function listLine(what: string, list: NonNullable<DecisionsUsed["ppsm"]>): string {
  const parts = [
    list.document ?? "no document",
    ...(list.version === undefined ? [] : [`version ${list.version}`]),
    list.approvedBy === undefined ? "no approver" : `approved by ${list.approvedBy}`,
    list.date ?? "no date",
    ...(list.expires === undefined ? [] : [`expires ${list.expires}`]),
  ];
  return visible(`${what}: ${parts.join(", ")}`);
}

const systemPodsLine = ({ document, complete, patterns }: NonNullable<DecisionsUsed["systemPods"]>): string =>
  visible(`system pods: ${document ?? "no document"}, ${countOf(patterns, "pattern")}${complete ? ", complete" : ""}`);

const supportTableLine = ({ asOf, source }: NonNullable<DecisionsUsed["supportTable"]>): string =>
  visible(`supported releases: ${source ?? "no source"}, as of ${asOf}`);

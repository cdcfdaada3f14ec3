import type { DecisionsUsed } from "../findings/assessment.ts";
import { visible } from "./visible-text.ts";

/** What the site decided, in one line: the options that are not the defaults, then whose lists. */
export function decisionsLine({ options, ppsm, systemPods, supportTable }: DecisionsUsed): string {
  const changed = Object.entries(options).map(([name, value]) =>
    visible(`${name}: ${typeof value === "boolean" ? value : value.join(", ")}`),
  );
  const parts = changed.length === 0 ? ["all options at their defaults"] : changed;
  return [
    ...parts,
    ...(ppsm === undefined ? [] : [portsListLine(ppsm)]),
    ...(systemPods === undefined ? [] : [systemPodsLine(systemPods)]),
    ...(supportTable === undefined ? [] : [supportTableLine(supportTable)]),
  ].join("; ");
}

function portsListLine(ppsm: NonNullable<DecisionsUsed["ppsm"]>): string {
  const parts = [
    ppsm.document ?? "no document",
    ...(ppsm.version === undefined ? [] : [`version ${ppsm.version}`]),
    ppsm.approvedBy === undefined ? "no approver" : `approved by ${ppsm.approvedBy}`,
    ppsm.date ?? "no date",
    ...(ppsm.expires === undefined ? [] : [`expires ${ppsm.expires}`]),
  ];
  return visible(`approved ports: ${parts.join(", ")}`);
}

const systemPodsLine = ({ document, complete, patterns }: NonNullable<DecisionsUsed["systemPods"]>): string =>
  visible(
    `system pods: ${document ?? "no document"}, ${patterns} ${patterns === 1 ? "pattern" : "patterns"}${complete ? ", complete" : ""}`,
  );

const supportTableLine = ({ asOf, source }: NonNullable<DecisionsUsed["supportTable"]>): string =>
  visible(`supported releases: ${source ?? "no source"}, as of ${asOf}`);

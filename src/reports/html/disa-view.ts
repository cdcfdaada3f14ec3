import type { Finding } from "../../findings/assessment.ts";
import { visibleProse } from "../visible-text.ts";

/** DISA's own words on a rule, each to be unfolded. */
export type DisaView = readonly { readonly what: string; readonly text: string }[];

/** What the page shows of DISA's texts: nothing where the user brought none. They are a file's, and as hostile as a node's. */
export function disaView(finding: Finding): DisaView {
  if (finding.benchmark !== "stig" || finding.disa === undefined) return [];
  const { discussion, check, fix } = finding.disa;
  const texts = [
    { what: "DISA's discussion", text: discussion },
    { what: "DISA's check", text: check },
    { what: "DISA's fix", text: fix },
  ];
  return texts
    .filter(({ text }) => text.trim() !== "")
    .map(({ what, text }) => ({ what, text: visibleProse(text.replaceAll("\t", "    ")) }));
}

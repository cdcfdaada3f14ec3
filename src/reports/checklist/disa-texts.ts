import type { DescriptionPart } from "../../benchmark/requirement.ts";
import type { StigFinding } from "../../findings/assessment.ts";
import { importable } from "./importable-text.ts";

type Pair = readonly [name: string, text: string];

/** What a checklist calls the parts of DISA's description, in its order. */
const parts: readonly (readonly [attribute: string, part: DescriptionPart])[] = [
  ["False_Positives", "FalsePositives"],
  ["False_Negatives", "FalseNegatives"],
  ["Documentable", "Documentable"],
  ["Mitigations", "Mitigations"],
  ["Potential_Impact", "PotentialImpacts"],
  ["Third_Party_Tools", "ThirdPartyTools"],
  ["Mitigation_Control", "MitigationControl"],
  ["Responsibility", "Responsibility"],
  ["Security_Override_Guidance", "SeverityOverrideGuidance"],
];

/** DISA's texts have fewer than 40; with those of finding details a checklist stays below what importers take. */
const mostMarkup = 150;

/** The texts of a rule: DISA's where the user brought its file, else plimsoll's own. */
export function ruleTexts({ disa, check, fix }: StigFinding, fileName: string): readonly Pair[] {
  const text = (words: string): string => importable(words, mostMarkup);
  return [
    ["Vuln_Discuss", text(disa?.discussion ?? `DISA's discussion of this rule is in ${fileName}.`)],
    ["IA_Controls", text(disa?.more?.IAControls ?? "")],
    ["Check_Content", disa === undefined ? check : text(disa.check)],
    ["Fix_Text", disa === undefined ? fix : text(disa.fix)],
    ...parts.map(
      ([attribute, part]): Pair => [attribute, text(disa?.more?.[part] ?? (part === "Documentable" ? "false" : ""))],
    ),
  ];
}

/** Two at least, as STIG Viewer writes them. */
export function legacyIds({ disa }: StigFinding): readonly Pair[] {
  const ids = disa?.legacyIds ?? [];
  return [...ids, "", ""].slice(0, Math.max(2, ids.length)).map((id) => ["LEGACY_ID", id]);
}

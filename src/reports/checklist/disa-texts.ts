import { type DescriptionPart, descriptionParts } from "../../benchmark/requirement.ts";
import type { StigFinding } from "../../findings/assessment.ts";
import { importable } from "./importable-text.ts";

/** What a checklist calls the parts of DISA's description, in its order. */
const parts = {
  False_Positives: "FalsePositives",
  False_Negatives: "FalseNegatives",
  Documentable: "Documentable",
  Mitigations: "Mitigations",
  Potential_Impact: "PotentialImpacts",
  Third_Party_Tools: "ThirdPartyTools",
  Mitigation_Control: "MitigationControl",
  Responsibility: "Responsibility",
  Security_Override_Guidance: "SeverityOverrideGuidance",
} as const satisfies Readonly<Record<string, DescriptionPart>>;

type PartName = keyof typeof parts;

/** A text of a rule, as a CKL names it. */
export type DisaText = "Vuln_Discuss" | "IA_Controls" | "Check_Content" | "Fix_Text" | PartName;

/** All of them, in STIG Viewer's order. */
export const disaTexts: readonly DisaText[] = [
  "Vuln_Discuss",
  "IA_Controls",
  "Check_Content",
  "Fix_Text",
  ...(Object.keys(parts) as PartName[]),
];

/** DISA's texts have fewer than 40; with those of finding details a checklist stays below what importers take. */
const mostMarkup = 150;

/** A text of a rule: DISA's where the user brought its file, else plimsoll's own. */
export function ruleText({ disa, check, fix }: StigFinding, fileName: string, name: DisaText): string {
  const text = (words: string): string => importable(words, mostMarkup);
  if (name === "Vuln_Discuss") return text(disa?.discussion ?? `DISA's discussion of this rule is in ${fileName}.`);
  if (name === "IA_Controls") return text(disa?.more?.IAControls ?? "");
  if (name === "Check_Content") return disa === undefined ? check : text(disa.check);
  if (name === "Fix_Text") return disa === undefined ? fix : text(disa.fix);
  return text(disa?.more?.[parts[name]] ?? (name === "Documentable" ? "false" : ""));
}

/** DISA gives every rule 10.0; a brought file may say otherwise. */
export const ruleWeight = ({ disa }: StigFinding): string => disa?.weight ?? usualWeight;
export const usualWeight = "10.0";

/** Two at least, as STIG Viewer writes them. */
export function legacyIds({ disa }: StigFinding): readonly (readonly [name: string, text: string])[] {
  const ids = disa?.legacyIds ?? [];
  return [...ids, "", ""].slice(0, Math.max(2, ids.length)).map((id) => ["LEGACY_ID", id]);
}

/** DISA's description of a rule as its XCCDF has it: markup within the text, parts that are empty left out. */
export function descriptionText(finding: StigFinding, fileName: string): string {
  const named = [
    ["VulnDiscussion", ruleText(finding, fileName, "Vuln_Discuss")] as const,
    ...descriptionParts.map((part) => [part, importable(finding.disa?.more?.[part] ?? "", mostMarkup)] as const),
  ];
  return named.map(([name, text]) => (text === "" ? "" : `<${name}>${text}</${name}>`)).join("");
}

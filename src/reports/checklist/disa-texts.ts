import { type DescriptionPart, descriptionParts } from "../../benchmark/requirement.ts";
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
export function ruleTexts(finding: StigFinding, fileName: string): readonly Pair[] {
  const { disa } = finding;
  const { check, fix } = checkAndFix(finding);
  const text = (words: string): string => importable(words, mostMarkup);
  return [
    ["Vuln_Discuss", text(disa?.discussion ?? `DISA's discussion of this rule is in ${fileName}.`)],
    ["IA_Controls", text(disa?.more?.IAControls ?? "")],
    ["Check_Content", check],
    ["Fix_Text", fix],
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

/** DISA's description of a rule as its XCCDF has it: markup within the text, parts that are empty left out. */
export function descriptionText({ disa }: StigFinding, fileName: string): string {
  const discussion = disa?.discussion ?? `DISA's discussion of this rule is in ${fileName}.`;
  const named = [
    ["VulnDiscussion", discussion] as const,
    ...descriptionParts.map((part) => [part, disa?.more?.[part] ?? ""] as const),
  ].filter(([, text]) => text !== "");
  return named.map(([name, text]) => `<${name}>${importable(text, mostMarkup)}</${name}>`).join("");
}

/** How the rule is checked and fixed: in DISA's words where the user brought them, else in ours. */
export const checkAndFix = ({ disa, check, fix }: StigFinding): { readonly check: string; readonly fix: string } =>
  disa === undefined
    ? { check, fix }
    : { check: importable(disa.check, mostMarkup), fix: importable(disa.fix, mostMarkup) };

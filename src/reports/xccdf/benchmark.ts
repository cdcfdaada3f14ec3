import type { Checklist, ChecklistRule, Stig } from "../checklist/checklist.ts";
import { descriptionText, ruleText } from "../checklist/disa-texts.ts";
import { peoplesWords } from "../checklist/importable-text.ts";
import { parentElement, textElement } from "../xml-writer.ts";
import { checkSystem, groupId, identsOf, profileId, regraded, ruleId, weightOf } from "./names.ts";

/**
 * What the benchmark is, before its rules. Without a platform, as DISA's: `oscap xccdf validate` of OpenSCAP 1.3.7 calls
 * a document invalid of which the schematron has nothing to say.
 */
export const benchmarkHead = (stig: Stig, toolVersion: string): readonly string[] => [
  textElement(1, "cdf:status", "accepted"),
  // The first title of the document: OpenRMF finds its checklist by it.
  textElement(1, "cdf:title", stig.title),
  textElement(1, "cdf:description", `DISA's description of this benchmark is in ${stig.fileName}.`),
  textElement(1, "cdf:plain-text", stig.releaseInfo, { id: "release-info" }),
  textElement(1, "cdf:version", stig.version),
  ...parentElement(1, "cdf:metadata", [
    textElement(2, "dc:creator", "DISA"),
    textElement(2, "dc:publisher", `plimsoll ${toolVersion}`),
    textElement(2, "dc:source", stig.fileName),
  ]),
];

/** Severities that people gave, and why: XCCDF changes a rule's severity by a profile. */
export function severityProfile(checklist: Checklist): readonly string[] {
  const rules = regraded(checklist);
  if (rules.length === 0) return [];
  const refined = rules.flatMap(({ finding, override }) =>
    override === undefined
      ? []
      : parentElement(2, "cdf:refine-rule", [textElement(3, "cdf:remark", peoplesWords(override.justification))], {
          idref: ruleId(finding),
          severity: override.severity,
        }),
  );
  const title = textElement(2, "cdf:title", "Severities that people gave");
  return parentElement(1, "cdf:Profile", [title, ...refined], { id: profileId });
}

/** A rule as the benchmark has it, in its group. */
export function groupElement({ finding }: ChecklistRule, stig: Stig): readonly string[] {
  const check = ruleText(finding, stig.fileName, "Check_Content");
  const fix = ruleText(finding, stig.fileName, "Fix_Text");
  const rule = parentElement(
    2,
    "cdf:Rule",
    [
      textElement(3, "cdf:version", finding.stigId),
      textElement(3, "cdf:title", finding.title),
      textElement(3, "cdf:description", descriptionText(finding, stig.fileName)),
      ...parentElement(3, "cdf:reference", [
        textElement(4, "dc:publisher", "DISA"),
        textElement(4, "dc:type", "DPMS Target"),
        textElement(4, "dc:identifier", stig.targetKey),
      ]),
      ...identsOf(finding).map(([system, id]) => textElement(3, "cdf:ident", id, { system })),
      // Heimdall shows the text of a fix only where it refers to one; DISA's own fixes are empty too.
      textElement(3, "cdf:fixtext", fix, { fixref: `${finding.id}_fix` }),
      textElement(3, "cdf:fix", "", { id: `${finding.id}_fix` }),
      ...parentElement(3, "cdf:check", [textElement(4, "cdf:check-content", check)], { system: checkSystem }),
    ],
    { id: ruleId(finding), weight: weightOf(finding), severity: finding.severity },
  );
  return parentElement(1, "cdf:Group", [textElement(2, "cdf:title", finding.groupTitle), ...rule], {
    id: groupId(finding),
  });
}

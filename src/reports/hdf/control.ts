import type { Severity } from "../../benchmark/requirement.ts";
import type { Finding, StigFinding } from "../../findings/assessment.ts";
import type { ChecklistRule, Stig } from "../checklist/checklist.ts";
import { type DisaText, ruleText, ruleWeight } from "../checklist/disa-texts.ts";
import { carriedText, conclusionLines } from "../checklist/finding-details.ts";
import type { Control } from "./exec-json.ts";
import { heimdallProse, untagged } from "./heimdall-text.ts";
import { attestationData, justificationOf, waiverData } from "./people.ts";
import { resultsOf } from "./results.ts";

/** What is shown of a finding: of the STIG as a checklist has it, of the guidance as the assessment does. */
export type ShownFinding = Pick<ChecklistRule, "status" | "comments" | "override"> & { readonly finding: Finding };

/** HDF's numbers for severities. */
const impacts: Readonly<Record<Severity, number>> = { high: 0.7, medium: 0.5, low: 0.3 };

/** A finding as a control; `stig` is the benchmark where it is of the STIG. */
export function controlOf(shown: ShownFinding, stig: Stig | undefined, startTime: string): Control {
  const { finding, status, override } = shown;
  const severity = override?.severity ?? finding.severity;
  return {
    id: finding.id,
    title: heimdallProse(finding.title),
    ...textsOf(shown, stig),
    impact: status === "not_applicable" ? 0 : impacts[severity],
    refs: refsOf(finding, stig),
    tags: tagsOf(shown),
    code: "",
    source_location: {},
    ...waiverData(finding, status),
    ...attestationData(finding),
    results: resultsOf(finding, status, startTime),
  };
}

/** The parts of DISA's description that stand among the tags of a control, under the names that converters know. */
const described: readonly DisaText[] = [
  "IA_Controls",
  "False_Positives",
  "False_Negatives",
  "Mitigations",
  "Potential_Impact",
  "Mitigation_Control",
  "Responsibility",
  "Security_Override_Guidance",
];

function tagsOf({ finding, override }: ShownFinding): Control["tags"] {
  const tags = {
    severity: finding.severity,
    ...(override && { severityoverride: override.severity, severityjustification: override.justification }),
    nist: finding.nist,
    ...(finding.benchmark === "stig" ? stigTags(finding) : {}),
    ...(finding.related.length === 0 ? {} : { related: finding.related }),
  };
  const shown = Object.entries(tags).map(([name, value]) => [
    name,
    typeof value === "string" ? heimdallProse(value) : value.map(heimdallProse),
  ]);
  return Object.fromEntries(shown);
}

function stigTags(finding: StigFinding): Control["tags"] {
  const texts = described.map((name) => [name, ruleText(finding, "", name)] as const).filter(([, text]) => text !== "");
  return {
    gid: finding.id,
    rid: finding.ruleId,
    stig_id: finding.stigId,
    gtitle: finding.groupTitle,
    cci: finding.ccis,
    weight: ruleWeight(finding),
    ...Object.fromEntries(texts),
  };
}

function textsOf({ finding, comments }: ShownFinding, stig: Stig | undefined): Pick<Control, "desc" | "descriptions"> {
  const textOf = (name: DisaText): string | undefined =>
    finding.benchmark === "stig" && stig !== undefined ? ruleText(finding, stig.fileName, name) : undefined;
  const descriptions = [
    { label: "check", data: heimdallProse(textOf("Check_Content") ?? finding.check) },
    { label: "fix", data: heimdallProse(textOf("Fix_Text") ?? finding.fix) },
    { label: "conclusion", data: carriedText(conclusionLines(finding).map(untagged)) },
    // These two become comments of a checklist: they are people's words, and nothing else is under such a name.
    { label: "justification", data: justificationOf(finding) ?? "" },
    { label: "comments", data: heimdallProse(comments) },
  ];
  return {
    desc: heimdallProse(textOf("Vuln_Discuss") ?? finding.expected),
    descriptions: descriptions.filter(({ data }) => data !== ""),
  };
}

function refsOf(finding: Finding, stig: Stig | undefined): Control["refs"] {
  if (finding.benchmark === "nsa-cisa") {
    const { v10, v12 } = finding.section;
    return [v12 === undefined ? v10 : `${v12} (${v10} in version 1.0)`].map((section) => ({
      ref: heimdallProse(`Section ${section}`),
    }));
  }
  return stig === undefined
    ? []
    : [{ ref: heimdallProse(`${stig.title} :: Version ${stig.version}, ${stig.releaseInfo}`) }];
}

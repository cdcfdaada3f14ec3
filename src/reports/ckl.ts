import type { Assessment, StigFinding } from "../findings/assessment.ts";
import type { ChecklistSettings } from "../findings/checklist-settings.ts";
import type { Asset } from "./checklist/asset.ts";
import { type Checklist, type ChecklistRule, checklistsOf, type Stig } from "./checklist/checklist.ts";
import { derivedUuid } from "./checklist/derived-uuid.ts";
import { disaTexts, legacyIds, ruleText, ruleWeight } from "./checklist/disa-texts.ts";
import { peoplesWords } from "./checklist/importable-text.ts";
import { madeWhenAsked, type ReportFile } from "./report-file.ts";
import { cklStatuses } from "./status-words.ts";
import { parentElement, textElement, xmlDocument } from "./xml-writer.ts";

type Pair = readonly [name: string, text: string];

/**
 * Checklists for STIG Viewer 2 and whatever imports its files. Elements, their order and the bytes are those of STIG
 * Viewer 2.17, which is stricter than its schema in places.
 */
export function cklReport(assessment: Assessment, settings: ChecklistSettings): readonly ReportFile[] {
  const rulesData = rulesDataOf();
  return checklistsOf(assessment, settings).map((checklist) => ({
    path: `checklists/${checklist.asset.fileName}.ckl`,
    content: madeWhenAsked(() => cklDocument(checklist, assessment.tool.version, rulesData)),
  }));
}

/** One checklist as XML: UTF-8 without a byte order mark, LF. */
export function cklDocument(
  { asset, stig, rules }: Checklist,
  version: string,
  rulesData: RulesData = rulesDataOf(),
): string {
  const uuid = derivedUuid(asset.hostName, stig.id, stig.version, stig.release);
  const body = parentElement(2, "iSTIG", [
    ...parentElement(3, "STIG_INFO", stigInfo(stig, uuid)),
    ...rules.flatMap((rule) => vulnerability(rulesData(stig, rule.finding), rule, uuid)),
  ]);
  const root = parentElement(0, "CHECKLIST", [...assetElement(asset, stig), ...parentElement(1, "STIGS", body)]);
  return xmlDocument(`plimsoll :: ${version}`, root);
}

function assetElement({ hostName, target, comment }: Asset, stig: Stig): readonly string[] {
  const pairs: readonly Pair[] = [
    ["ROLE", target.role],
    ["ASSET_TYPE", target.assetType],
    ["MARKING", target.marking],
    ["HOST_NAME", hostName],
    ["HOST_IP", target.ip],
    ["HOST_MAC", target.mac],
    ["HOST_FQDN", target.fqdn],
    ["TARGET_COMMENT", comment],
    ["TECH_AREA", target.techArea],
    ["TARGET_KEY", stig.targetKey],
    ["WEB_OR_DATABASE", target.webOrDatabase],
    ["WEB_DB_SITE", target.webDbSite],
    ["WEB_DB_INSTANCE", target.webDbInstance],
  ];
  return parentElement(
    1,
    "ASSET",
    pairs.map(([name, text]) => textElement(2, name, text)),
  );
}

function stigInfo(benchmark: Stig, uuid: string): readonly string[] {
  const pairs: readonly (Pair | readonly [string])[] = [
    ["version", benchmark.version],
    ["classification", "UNCLASSIFIED"],
    ["customname"],
    ["stigid", benchmark.id],
    ["description", `DISA's description of this benchmark is in ${benchmark.fileName}.`],
    ["filename", benchmark.fileName],
    ["releaseinfo", benchmark.releaseInfo],
    ["title", benchmark.title],
    ["uuid", uuid],
    ["notice", "terms-of-use"],
    ["source", "STIG.DOD.MIL"],
  ];
  return pairs.flatMap(([name, text]) =>
    parentElement(4, "SI_DATA", [
      textElement(5, "SID_NAME", name),
      ...(text === undefined ? [] : [textElement(5, "SID_DATA", text)]),
    ]),
  );
}

function vulnerability(data: RuleData, rule: ChecklistRule, uuid: string): readonly string[] {
  const { status, details, comments, override } = rule;
  return parentElement(3, "VULN", [
    data.before,
    ...stigData(["STIG_UUID", uuid]),
    ...data.after,
    textElement(4, "STATUS", cklStatuses[status]),
    textElement(4, "FINDING_DETAILS", details),
    textElement(4, "COMMENTS", peoplesWords(comments)),
    textElement(4, "SEVERITY_OVERRIDE", override?.severity ?? ""),
    textElement(4, "SEVERITY_JUSTIFICATION", peoplesWords(override?.justification ?? "")),
  ]);
}

/** What all checklists say of a rule, as lines before and after the one with the checklist's own id. */
type RuleData = { readonly before: string; readonly after: readonly string[] };
type RulesData = (stig: Stig, finding: StigFinding) => RuleData;

/** The same for every checklist of an assessment: of thousands of nodes it is nearly all that their files hold. */
function rulesDataOf(): RulesData {
  const known = new Map<StigFinding, RuleData>();
  return (stig, finding) => {
    const found = known.get(finding) ?? ruleData(stig, finding);
    known.set(finding, found);
    return found;
  };
}

const stigData = ([name, text]: Pair): readonly string[] =>
  parentElement(4, "STIG_DATA", [textElement(5, "VULN_ATTRIBUTE", name), textElement(5, "ATTRIBUTE_DATA", text)]);

function ruleData(benchmark: Stig, finding: StigFinding): RuleData {
  const before: readonly Pair[] = [
    ["Vuln_Num", finding.id],
    ["Severity", finding.severity],
    ["Group_Title", finding.groupTitle],
    ["Rule_ID", finding.ruleId],
    ["Rule_Ver", finding.stigId],
    ["Rule_Title", finding.title],
    ...disaTexts.map((name): Pair => [name, ruleText(finding, benchmark.fileName, name)]),
    ["Check_Content_Ref", "M"],
    ["Weight", ruleWeight(finding)],
    ["Class", "Unclass"],
    ["STIGRef", `${benchmark.title} :: Version ${benchmark.version}, ${benchmark.releaseInfo}`],
    ["TargetKey", benchmark.targetKey],
  ];
  const after = [...legacyIds(finding), ...finding.ccis.map((cci): Pair => ["CCI_REF", cci])];
  return { before: before.flatMap(stigData).join("\n"), after: after.flatMap(stigData) };
}

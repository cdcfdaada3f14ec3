import type { Assessment } from "../findings/assessment.ts";
import type { ChecklistSettings } from "../findings/checklist-settings.ts";
import type { Asset } from "./checklist/asset.ts";
import { type Checklist, type ChecklistRule, checklistsOf, type Stig } from "./checklist/checklist.ts";
import { derivedUuid } from "./checklist/derived-uuid.ts";
import { type DisaText, ruleText, ruleWeight } from "./checklist/disa-texts.ts";
import { carriable, peoplesWords } from "./checklist/importable-text.ts";
import { madeWhenAsked, type ReportFile } from "./report-file.ts";

/**
 * Checklists for STIG Viewer 3 and whatever imports its files: the shape that STIG Manager's exporter, Evaluate-STIG's
 * schema and DISA's own types agree on.
 */
export const cklbReport = (assessment: Assessment, settings: ChecklistSettings): readonly ReportFile[] =>
  checklistsOf(assessment, settings).map((checklist) => ({
    path: `checklists/${checklist.asset.fileName}.cklb`,
    content: madeWhenAsked(() => cklbDocument(checklist)),
  }));

/** One checklist as JSON, UTF-8 without a byte order mark. */
export function cklbDocument({ asset, stig, rules }: Checklist): string {
  const uuid = derivedUuid(asset.hostName, stig.id, stig.version, stig.release);
  const document = {
    title: `${asset.hostName} ${stig.id} V${stig.version}R${stig.release}`,
    id: derivedUuid("cklb", uuid),
    active: false,
    mode: 1,
    has_path: true,
    target_data: targetObject(asset),
    stigs: [stigObject(stig, uuid, rules)],
    cklb_version: "1.0",
  };
  // JSON could escape what XML cannot carry, but importers hand texts on to what cannot.
  return `${JSON.stringify(document, (_, value) => (typeof value === "string" ? carriable(value) : value), 2)}\n`;
}

const targetObject = ({ hostName, target, comment }: Asset) => ({
  target_type: target.assetType,
  host_name: hostName,
  ip_address: target.ip,
  mac_address: target.mac,
  fqdn: target.fqdn,
  comments: comment,
  role: target.role,
  is_web_database: target.webOrDatabase === "true",
  technology_area: target.techArea,
  web_db_site: target.webDbSite,
  web_db_instance: target.webDbInstance,
  ...(target.marking !== "" && { classification: target.marking }),
});

const stigObject = (stig: Stig, uuid: string, rules: readonly ChecklistRule[]) => ({
  stig_name: stig.title,
  display_name: stig.title,
  stig_id: stig.id,
  release_info: stig.releaseInfo,
  version: stig.version,
  uuid,
  reference_identifier: stig.targetKey,
  size: rules.length,
  rules: rules.map((rule) => ruleObject(stig, uuid, rule)),
});

function ruleObject(stig: Stig, uuid: string, rule: ChecklistRule) {
  const { finding, status, details, comments } = rule;
  const text = (name: DisaText): string => ruleText(finding, stig.fileName, name);
  return {
    uuid: derivedUuid(uuid, finding.ruleId),
    stig_uuid: uuid,
    reference_identifier: stig.targetKey,
    group_id_src: finding.id,
    group_id: finding.id,
    group_title: finding.groupTitle,
    group_tree: [{ id: finding.id, title: finding.groupTitle, description: "<GroupDescription></GroupDescription>" }],
    // STIG Manager joins by this one, and drops a rule without it.
    rule_id_src: finding.ruleId,
    rule_id: finding.ruleId.replace(/_rule$/, ""),
    rule_version: finding.stigId,
    rule_title: finding.title,
    severity: finding.severity,
    weight: ruleWeight(finding),
    classification: "NONE",
    discussion: text("Vuln_Discuss"),
    check_content: text("Check_Content"),
    check_content_ref: { href: `${stig.id}.xml`, name: "M" },
    fix_text: text("Fix_Text"),
    false_positives: text("False_Positives"),
    false_negatives: text("False_Negatives"),
    documentable: text("Documentable"),
    mitigations: text("Mitigations"),
    potential_impacts: text("Potential_Impact"),
    third_party_tools: text("Third_Party_Tools"),
    mitigation_control: text("Mitigation_Control"),
    responsibility: text("Responsibility"),
    security_override_guidance: text("Security_Override_Guidance"),
    ia_controls: text("IA_Controls"),
    legacy_ids: finding.disa?.legacyIds ?? [],
    ccis: finding.ccis,
    status,
    overrides: overridesOf(rule),
    finding_details: details,
    comments: peoplesWords(comments),
  };
}

/** By what is overridden: of a rule nothing but its severity can be. */
const overridesOf = ({ override }: ChecklistRule) =>
  override === undefined
    ? {}
    : { severity: { severity: override.severity, reason: peoplesWords(override.justification) } };

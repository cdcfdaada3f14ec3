import type { AnsweredRule, ChecklistAsset, ChecklistFile } from "../../src/checklists/checklist-file.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { checklistsOf } from "../../src/reports/checklist/checklist.ts";

/** What a person changed in a rule of a checklist. */
export type Edit = Partial<AnsweredRule> | ((rule: AnsweredRule) => Partial<AnsweredRule>);

/** Whom a checklist speaks of, by its host name alone. */
export const assetNamed = (hostName: string): ChecklistAsset => ({
  hostName,
  ip: "",
  mac: "",
  fqdn: "",
  role: "",
  assetType: "",
  marking: "",
  targetComment: "",
  techArea: "",
  webOrDatabase: "",
  webDbSite: "",
  webDbInstance: "",
});

/** The checklist that plimsoll writes of an assessment's cluster, as a person sends it back. */
export function filledChecklist(
  assessment: Assessment,
  edits: Readonly<Record<string, Edit>> = {},
  file: Partial<ChecklistFile> = {},
): ChecklistFile {
  const [checklist] = [...checklistsOf(assessment, usualChecklists)];
  if (checklist === undefined) throw new Error("no checklist");
  const { asset, stig, rules } = checklist;
  return {
    format: "ckl",
    name: "q1.ckl",
    sha256: "0".repeat(64),
    asset: assetNamed(asset.hostName),
    stig: {
      id: stig.id,
      version: stig.version,
      releaseInfo: stig.releaseInfo,
      rules: [...rules].map(({ finding, status, details, comments, override }) => {
        const rule: AnsweredRule = {
          vulnId: finding.id,
          ruleId: finding.ruleId,
          stigId: finding.stigId,
          checkText: finding.disa?.check ?? finding.check,
          status,
          details,
          comments,
          severity: finding.severity,
          ...(override && { override }),
        };
        const edit = edits[finding.id] ?? {};
        return { ...rule, ...(typeof edit === "function" ? edit(rule) : edit) };
      }),
    },
    others: [],
    ...file,
  };
}

import type { Assessment, StigFinding } from "../findings/assessment.ts";
import { isOfStig } from "./benchmarks.ts";
import { legacyIds, ruleTexts } from "./ckl-disa.ts";
import { parentElement, textElement, xmlDocument } from "./ckl-writer.ts";
import { apiLine, coverageLine } from "./coverage.ts";
import { derivedUuid } from "./derived-uuid.ts";
import { findingDetails } from "./finding-details.ts";
import type { ReportFile } from "./report-file.ts";
import { cklStatuses } from "./status-words.ts";
import { visible } from "./visible-text.ts";

type Stig = NonNullable<Assessment["benchmarks"]["stig"]>;
type Pair = readonly [name: string, text: string];

/**
 * One CKL for the whole cluster, for STIG Viewer 2 and whatever imports its files. Elements, their order and the bytes
 * are those of STIG Viewer 2.17, which is stricter than its schema in places.
 */
export function checklists(assessment: Assessment): readonly ReportFile[] {
  const { stig } = assessment.benchmarks;
  // The guidance has no checklist: nothing knows its checks.
  if (stig === undefined) return [];
  const uuid = derivedUuid(assessment.cluster, stig.id, stig.version, stig.release);
  const body = parentElement(2, "iSTIG", [
    ...parentElement(3, "STIG_INFO", stigInfo(stig, uuid)),
    ...assessment.findings.filter(isOfStig).flatMap((finding) => vulnerability(stig, finding, uuid)),
  ]);
  const root = parentElement(0, "CHECKLIST", [...asset(assessment, stig), ...parentElement(1, "STIGS", body)]);
  const path = `checklists/${fileNameOf(assessment.cluster)}.ckl`;
  return [{ path, content: [xmlDocument(`plimsoll :: ${assessment.tool.version}`, root)] }];
}

/** STIG Manager refuses a HOST_NAME that is empty or longer than 255. */
const hostNameOf = (cluster: string): string => visible(cluster.trim()).slice(0, 255) || "unnamed";

/** A name that every file system takes, not hidden, not a path. */
function fileNameOf(cluster: string): string {
  const name = cluster.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "");
  return name.slice(0, 100) || "cluster";
}

function asset(assessment: Assessment, stig: Stig): readonly string[] {
  const { coverage } = assessment;
  const comment = `Kubernetes cluster. ${coverageLine(coverage)}. ${apiLine({ ...coverage, api: withoutMessage(coverage.api) })}.`;
  const pairs: readonly Pair[] = [
    ["ROLE", "None"],
    ["ASSET_TYPE", "Computing"],
    ["MARKING", ""],
    ["HOST_NAME", hostNameOf(assessment.cluster)],
    ["HOST_IP", ""],
    ["HOST_MAC", ""],
    // Empty: a cluster has none, and Heimdall refuses the file for anything that is not one.
    ["HOST_FQDN", ""],
    ["TARGET_COMMENT", comment],
    ["TECH_AREA", ""],
    ["TARGET_KEY", stig.targetKey],
    ["WEB_OR_DATABASE", "false"],
    ["WEB_DB_SITE", ""],
    ["WEB_DB_INSTANCE", ""],
  ];
  return parentElement(
    1,
    "ASSET",
    pairs.map(([name, text]) => textElement(2, name, text)),
  );
}

/** A failure's message may hold a time or a port; a checklist changes only when the result does. */
const withoutMessage = ({ message, unread, ...api }: Assessment["coverage"]["api"]): Assessment["coverage"]["api"] => ({
  ...api,
  ...(unread && { unread: unread.map((question) => ({ ...question, message: "" })) }),
});

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

function vulnerability(stig: Stig, finding: StigFinding, uuid: string): readonly string[] {
  const data = ruleData(stig, finding, uuid).flatMap(([name, text]) =>
    parentElement(4, "STIG_DATA", [textElement(5, "VULN_ATTRIBUTE", name), textElement(5, "ATTRIBUTE_DATA", text)]),
  );
  return parentElement(3, "VULN", [
    ...data,
    textElement(4, "STATUS", cklStatuses[finding.status]),
    textElement(4, "FINDING_DETAILS", findingDetails(finding)),
    // People's own text; importers keep what is stored when ours is empty.
    textElement(4, "COMMENTS", ""),
    textElement(4, "SEVERITY_OVERRIDE", ""),
    textElement(4, "SEVERITY_JUSTIFICATION", ""),
  ]);
}

function ruleData(benchmark: Stig, finding: StigFinding, uuid: string): readonly Pair[] {
  return [
    ["Vuln_Num", finding.id],
    ["Severity", finding.severity],
    ["Group_Title", finding.groupTitle],
    ["Rule_ID", finding.ruleId],
    ["Rule_Ver", finding.stigId],
    ["Rule_Title", finding.title],
    ...ruleTexts(finding, benchmark.fileName),
    ["Check_Content_Ref", "M"],
    ["Weight", finding.disa?.weight ?? "10.0"],
    ["Class", "Unclass"],
    ["STIGRef", `${benchmark.title} :: Version ${benchmark.version}, ${benchmark.releaseInfo}`],
    ["TargetKey", benchmark.targetKey],
    ["STIG_UUID", uuid],
    ...legacyIds(finding),
    ...finding.ccis.map((cci): Pair => ["CCI_REF", cci]),
  ];
}

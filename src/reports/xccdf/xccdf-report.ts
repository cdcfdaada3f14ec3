import type { Assessment } from "../../findings/assessment.ts";
import type { ChecklistSettings } from "../../findings/checklist-settings.ts";
import { type Checklist, checklistsOf } from "../checklist/checklist.ts";
import type { ReportFile } from "../report-file.ts";
import { closeTag, openTag, xmlHead } from "../xml-writer.ts";
import { benchmarkHead, groupElement, severityProfile } from "./benchmark.ts";
import { benchmarkId, nameSpaces } from "./names.ts";
import { testResult } from "./test-result.ts";

/**
 * XCCDF 1.2 results (NISTIR 7275 revision 4), one file for each checklist: the benchmark, and in it what became of its
 * rules, for whatever imports the results of SCAP scanners.
 */
export const xccdfReport = (assessment: Assessment, settings: ChecklistSettings): readonly ReportFile[] =>
  checklistsOf(assessment, settings).map((checklist) => ({
    // Importers know it by `.xml`: OpenRMF and STIG Manager's Watcher go by nothing else.
    path: `checklists/${checklist.asset.fileName}.xccdf.xml`,
    content: xccdfContent(checklist, assessment),
  }));

/** The document of one checklist of an assessment, a line at a time. */
export function* xccdfContent(checklist: Checklist, assessment: Assessment): Generator<string> {
  // Rules may be worked out whenever they are asked for: once.
  for (const line of lines({ ...checklist }, assessment)) yield `${line}\n`;
}

function* lines(checklist: Checklist, assessment: Assessment): Generator<string> {
  const { stig, rules } = checklist;
  const { version } = assessment.tool;
  yield* xmlHead(`plimsoll :: ${version}`);
  yield openTag(0, "cdf:Benchmark", { ...nameSpaces, id: benchmarkId(stig) });
  yield* benchmarkHead(stig, version);
  yield* severityProfile(checklist);
  for (const rule of rules) yield* groupElement(rule, stig);
  yield* testResult(checklist, assessment);
  yield closeTag(0, "cdf:Benchmark");
}

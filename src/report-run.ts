import { isDeepStrictEqual } from "node:util";
import { comparedWith } from "./compare/compare.ts";
import type { Assessment } from "./findings/assessment.ts";
import { type ChecklistSettings, usualChecklists } from "./findings/checklist-settings.ts";
import { keptForReports, withOtherStigs } from "./previous.ts";
import { printPage } from "./print/print-page.ts";
import { printablePage } from "./reports/html/report-page.ts";
import { reports } from "./reports/report.ts";
import type { ReportFormat, WantedFormat } from "./reports/report-format.ts";
import { checklistsFolder } from "./run-folder/kept-checklists.ts";
import type { AssessedRun } from "./run-folder/read-run.ts";
import { openRun } from "./run-folder/write-run.ts";

/** The page as Chromium prints it. */
const printed = "report.pdf";

const isPure = (format: WantedFormat): format is ReportFormat => format !== "pdf";

/** How a run is shown. */
export type ReportOptions = {
  /** An earlier run to compare with. */
  readonly previous?: Assessment;
  /** How checklists are written, instead of as the run has them. */
  readonly checklists?: ChecklistSettings;
  /** Path of the Chromium that prints: given where the format pdf is wanted. */
  readonly chromium?: string;
};

/**
 * Shows what a run was judged to be in the formats wanted.
 * @returns paths of the files written, relative to the folder.
 * @throws PrintError where Chromium prints no PDF.
 */
export async function reportRun(
  folder: string,
  judged: AssessedRun,
  formats: readonly WantedFormat[],
  options: ReportOptions = {},
): Promise<readonly string[]> {
  const { previous } = options;
  const settings = options.checklists ?? judged.manifest.checklists ?? usualChecklists;
  const manifest = { ...judged.manifest, checklists: settings };
  const assessment = previous === undefined ? judged.assessment : comparedWith(previous, judged.assessment);
  const run = openRun(folder, manifest.files);
  if (!isDeepStrictEqual(settings, judged.manifest.checklists ?? usualChecklists)) {
    // Others than those that are wanted now: two checklists of one node would be imported one over the other.
    for (const path of Object.keys(manifest.files)) if (path.startsWith(checklistsFolder)) run.remove(path);
  }
  const whole = withOtherStigs(assessment, await keptForReports(folder, assessment));
  // One after the other: of a large cluster each is tens of megabytes.
  const paths = formats.filter(isPure).flatMap((format) =>
    reports[format](assessment, settings).map((file) => {
      run.writeText(file.path, whole(file).content);
      return file.path;
    }),
  );
  run.writeManifest(manifest);
  if (options.chromium === undefined) return paths;
  run.writeBytes(printed, await printPage(printablePage(assessment), options.chromium));
  run.writeManifest(manifest);
  return [...paths, printed];
}

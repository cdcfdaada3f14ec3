import { join } from "node:path";
import type { ChecklistFile } from "./checklists/checklist-file.ts";
import type { Assessment } from "./findings/assessment.ts";
import { checklistScopes } from "./findings/checklist-settings.ts";
import { assetsOf } from "./reports/checklist/asset.ts";
import { mergeOthers } from "./reports/checklist/merge-others.ts";
import { madeWhenAsked, type ReportFile } from "./reports/report-file.ts";
import { keptChecklists } from "./run-folder/kept-checklists.ts";
import { readManifest, readVerified } from "./run-folder/read-run.ts";

/** What came before: a run to compare with, and checklists, each with its file, of which people's words are carried over. */
export type Previous = {
  readonly run?: Assessment;
  readonly checklists: readonly { readonly path: string; readonly checklist: ChecklistFile }[];
};

/**
 * Reads a checklist. The reader of XML is loaded when a file is given: most commands have none.
 * @throws ChecklistFileError where it holds none.
 */
export async function readChecklist(path: string): Promise<Previous["checklists"][number]> {
  const { readChecklistFile } = await import("./checklists/read-checklist-file.ts");
  return { path, checklist: await readChecklistFile(path) };
}

/** The checklists that a run keeps of those that it carried words over from. @throws RunFolderError where one was changed. */
export async function keptPrevious(folder: string): Promise<Previous> {
  const manifest = readManifest(folder);
  const paths = keptChecklists(manifest);
  for (const path of paths) readVerified(folder, path, manifest);
  return { checklists: await Promise.all(paths.map((path) => readChecklist(join(folder, path)))) };
}

/**
 * Puts what stands beside our STIG in an earlier checklist into the new one of the same asset and format, as it stands
 * there: a file for a whole host comes back whole.
 */
export function withOtherStigs(assessment: Assessment, { checklists }: Previous): (file: ReportFile) => ReportFile {
  const others = new Map(checklists.flatMap(({ checklist }) => placeOf(checklist, assessment)));
  return (file) => {
    const found = others.get(file.path);
    if (found === undefined) return file;
    const document = (): string => [...file.content].join("");
    return { ...file, content: madeWhenAsked(() => mergeOthers(found.format, document(), found.texts)) };
  };
}

type Others = { readonly format: ChecklistFile["format"]; readonly texts: readonly string[] };

/** Where a checklist's other STIGs belong in the run. */
function placeOf(
  { name, sha256, format, others }: ChecklistFile,
  assessment: Assessment,
): readonly (readonly [path: string, Others])[] {
  const from = assessment.carriedFrom?.find((one) => one.file === name && one.sha256 === sha256);
  if (from === undefined || others.length === 0) return [];
  const asset = checklistScopes
    .flatMap((scope) => assetsOf(assessment, scope))
    .find(({ hostName }) => hostName === from.asset);
  return asset === undefined
    ? []
    : [[`checklists/${asset.fileName}.${format}`, { format, texts: others.map(({ text }) => text) }]];
}

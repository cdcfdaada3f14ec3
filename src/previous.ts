import { join } from "node:path";
import type { ChecklistFile } from "./checklists/checklist-file.ts";
import type { Assessment } from "./findings/assessment.ts";
import { checklistScopes } from "./findings/checklist-settings.ts";
import { assetsOf } from "./reports/checklist/asset.ts";
import { mergeOthers } from "./reports/checklist/merge-others.ts";
import { madeWhenAsked, type ReportFile } from "./reports/report-file.ts";
import { keptChecklists } from "./run-folder/kept-checklists.ts";
import type { Manifest } from "./run-folder/manifest.ts";
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
export const keptPrevious = async (
  folder: string,
  run: Pick<Manifest, "files"> = readManifest(folder),
): Promise<Previous> => ({
  checklists: await Promise.all(verifiedCopies(folder, run).map(readChecklist)),
});

/** The same where reports need them: read only for other STIGs, of which the assessment says whether there are any. */
export async function keptForReports(folder: string, { carriedFrom = [] }: Assessment): Promise<Previous> {
  const copies = verifiedCopies(folder, readManifest(folder));
  const hasOthers = carriedFrom.some(({ others }) => others.length > 0);
  return { checklists: hasOthers ? await Promise.all(copies.map(readChecklist)) : [] };
}

function verifiedCopies(folder: string, run: Pick<Manifest, "files">): readonly string[] {
  return keptChecklists(run).map((path) => {
    readVerified(folder, path, run);
    return join(folder, path);
  });
}

/**
 * Puts what stands beside our STIG in an earlier checklist into the new one of the same asset and format, as it stands
 * there: a file for a whole host comes back whole.
 */
export function withOtherStigs(assessment: Assessment, { checklists }: Previous): (file: ReportFile) => ReportFile {
  const others = otherStigs(assessment, checklists);
  return (file) => {
    const found = others.get(file.path);
    if (found === undefined) return file;
    const document = (): string => [...file.content].join("");
    return { ...file, content: madeWhenAsked(() => mergeOthers(found.format, document(), found.texts)) };
  };
}

type Others = { readonly format: ChecklistFile["format"]; readonly texts: readonly string[] };

/** Other STIGs, by the path of the checklist that they belong to. */
function otherStigs(assessment: Assessment, given: Previous["checklists"]): ReadonlyMap<string, Others> {
  const files = given.map(({ checklist }) => checklist).filter(({ others }) => others.length > 0);
  if (files.length === 0) return new Map();
  const assets = checklistScopes.flatMap((scope) => assetsOf(assessment, scope));
  const fileNames = new Map(assets.map(({ hostName, fileName }) => [hostName, fileName]));
  // By content: the copy that a run keeps may have another name.
  const assetOf = new Map((assessment.carriedFrom ?? []).map(({ sha256, asset }) => [sha256, asset]));
  return new Map(
    files.flatMap(({ sha256, format, others }) => {
      const fileName = fileNames.get(assetOf.get(sha256) ?? "");
      const texts = others.map(({ text }) => text);
      return fileName === undefined ? [] : [[`checklists/${fileName}.${format}`, { format, texts }] as const];
    }),
  );
}

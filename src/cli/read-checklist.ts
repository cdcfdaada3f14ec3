import type { ChecklistFile } from "../checklists/checklist-file.ts";

/**
 * Reads a checklist. The reader of XML is loaded when a file is given: most commands have none.
 * @throws ChecklistFileError where it holds none.
 */
export async function readChecklist(path: string): Promise<ChecklistFile> {
  const { readChecklistFile } = await import("../checklists/read-checklist-file.ts");
  return readChecklistFile(path);
}

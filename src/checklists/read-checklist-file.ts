import type { ChecklistFile } from "./checklist-file.ts";

export class ChecklistFileError extends Error {}

export async function readChecklistFile(path: string): Promise<ChecklistFile> {
  throw new ChecklistFileError(path);
}

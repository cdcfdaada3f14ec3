import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnsweredRule, ChecklistFile } from "../../src/checklists/checklist-file.ts";
import { readChecklistFile } from "../../src/checklists/read-checklist-file.ts";

let files = 0;

/** A checklist on disk. */
export function checklistFile(content: string | Buffer, name = "some.ckl"): string {
  files += 1;
  const path = join(mkdtempSync(join(tmpdir(), "plimsoll-checklist-")), `${files}-${name}`);
  writeFileSync(path, content);
  return path;
}

export const readChecklist = (content: string | Buffer, name?: string): Promise<ChecklistFile> =>
  readChecklistFile(checklistFile(content, name));

/** The one rule of the Kubernetes STIG in a checklist. */
export async function readRule(content: string | Buffer): Promise<AnsweredRule> {
  const [rule, ...others] = (await readChecklist(content)).stig?.rules ?? [];
  if (rule === undefined || others.length > 0) throw new Error("not one rule");
  return rule;
}

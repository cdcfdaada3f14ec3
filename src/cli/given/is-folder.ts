import { statSync } from "node:fs";

/** Whether a path leads to a folder, or to something else; undefined where there is nothing, or nothing that can be looked at. */
export function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch {
    return undefined;
  }
}

import { codeOf } from "../error-code.ts";
/** A file that could not be written: one sentence with the path and why. What was written before it stays. */
export class OutputError extends Error {}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is no directory",
  EISDIR: "it is a folder, not a file",
  EEXIST: "it exists and is no folder",
  ENOENT: "the folder does not exist",
};

/** Does what writes to a path; @throws OutputError where it fails. */
export function orOutputError<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw outputError(path, error);
  }
}

/** What a failure to write to a path is called. */
export function outputError(path: string, error: unknown): OutputError {
  if (error instanceof OutputError) return error;
  const why = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return new OutputError(`cannot write ${path}: ${why}`);
}

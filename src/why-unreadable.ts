const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  // A part of its path is a file.
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "it may not be read by this user",
};

/** Why a file could not be read, in words that go on after a colon: of the error that Node threw, by its code (errno(3)). */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The code that Node gives an error (`ENOENT`, `ERR_TLS_CERT_ALTNAME_INVALID`); empty where it gives none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code ?? "") : "";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  // A part of its path is a file.
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "it may not be read by this user",
};

/** Why a file could not be read, in words that go on after a colon: of the error that Node threw, by its code (errno(3)). */
export const whyUnreadable = (error: unknown): string =>
  reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));

/** The code that Node gives an error (`ENOENT`, `ERR_TLS_CERT_ALTNAME_INVALID`); empty where it gives none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code ?? "") : "";

/** Why a file cannot be read, in a word or a few. */
export const whyUnreadable = (error: unknown): string =>
  codeOf(error) === "ENOENT" ? "no such file" : codeOf(error) || String(error);

/** What a kubeconfig, or what it names, says that cannot be used: one sentence with the file. */
export class KubeconfigError extends Error {}

const longest = 200;

/** The first line of what a program or library said, on one line, nothing invisible in it, JSON Web Tokens cut out. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.trim().split(/[\r\n]/)[0] ?? "";
  const plain = line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ").replaceAll(/\beyJ[\w-]+(?:\.[\w-]*)*/g, "…");
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

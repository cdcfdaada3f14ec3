/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export type KnownHostsLine = {
  readonly marker: "none" | "revoked" | "cert-authority";
  /** The host field: patterns separated by commas, or one hashed name. */
  readonly hosts: string;
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` … */
  readonly keyType: string;
  /** The key blob in base64. */
  readonly key: string;
  /** Line number, from 1. */
  readonly line: number;
};

/** Reads a known_hosts file. Lines that are no entry are left out, as OpenSSH does: they vouch for nothing. */
export function parseKnownHosts(text: string): readonly KnownHostsLine[] {
  return text.split("\n").flatMap((raw, index) => parseLine(raw.trim(), index + 1) ?? []);
}

function parseLine(text: string, line: number): KnownHostsLine | undefined {
  if (text === "" || text.startsWith("#")) return undefined;
  const fields = text.split(/[ \t]+/);
  const marker = fields[0]?.startsWith("@") ? fields.shift() : undefined;
  const [hosts, keyType, key] = fields;
  if (hosts === undefined || keyType === undefined || key === undefined) return undefined;
  if (marker === undefined) return { marker: "none", hosts, keyType, key, line };
  if (marker === "@revoked") return { marker: "revoked", hosts, keyType, key, line };
  return marker === "@cert-authority" ? { marker: "cert-authority", hosts, keyType, key, line } : undefined;
}

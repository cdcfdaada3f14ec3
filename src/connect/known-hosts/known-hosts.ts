import { linesFor } from "./known-hosts-index.ts";
import type { KnownHostsLine } from "./known-hosts-line.ts";

/** What a known_hosts file says of an offered key. `line` is the line that decided. */
export type HostKeyVerdict =
  | { readonly state: "matched"; readonly line: number }
  | { readonly state: "changed"; readonly line: number }
  | { readonly state: "revoked"; readonly line: number }
  /** No key of this type for this host. `knownTypes` names others; a certificate authority alone vouches for nothing here. */
  | { readonly state: "unknown"; readonly knownTypes: readonly string[]; readonly certAuthority: boolean };

/** The key types that a host is known by, in the file's order; what the server is asked for first. */
export function knownTypes(lines: readonly KnownHostsLine[], address: string, port: number): readonly string[] {
  return typesOf(namesOf(address, port).flatMap((name) => linesFor(lines, name)));
}

/**
 * Judges an offered key blob as OpenSSH's check_host_key does: a revoked key is refused whatever else is said; a key of
 * a type by which the host is not known is unknown, not changed. On another port than 22 a host is `[host]:port`; where
 * that name is unknown, a matching key under the name without the port will do ("checking without port identifier").
 */
export function judgeHostKey(
  lines: readonly KnownHostsLine[],
  address: string,
  port: number,
  offered: Buffer,
): HostKeyVerdict {
  const [verdict, withoutPort] = namesOf(address, port).map((name) => judge(linesFor(lines, name), offered));
  if (verdict?.state !== "unknown" && verdict !== undefined) return verdict;
  if (withoutPort?.state === "matched" || withoutPort?.state === "revoked") return withoutPort;
  return verdict ?? { state: "unknown", knownTypes: [], certAuthority: false };
}

/** Judges a key by one name alone, as the file has it: with its port where that is not 22. */
export const judgeName = (lines: readonly KnownHostsLine[], name: string, offered: Buffer): HostKeyVerdict =>
  judge(linesFor(lines, name), offered);

function judge(lines: readonly KnownHostsLine[], offered: Buffer): HostKeyVerdict {
  const key = offered.toString("base64");
  const revoked = lines.find((line) => line.marker === "revoked" && line.key === key);
  if (revoked !== undefined) return { state: "revoked", line: revoked.line };
  const plain = lines.filter(({ marker }) => marker === "none");
  const matched = plain.find((line) => line.key === key);
  if (matched !== undefined) return { state: "matched", line: matched.line };
  const other = plain.find(({ keyType }) => keyType === keyTypeOf(offered));
  if (other !== undefined) return { state: "changed", line: other.line };
  const certAuthority = lines.some(({ marker }) => marker === "cert-authority");
  return { state: "unknown", knownTypes: typesOf(lines), certAuthority };
}

const typesOf = (lines: readonly KnownHostsLine[]): readonly string[] => [
  ...new Set(lines.filter(({ marker }) => marker === "none").map(({ keyType }) => keyType)),
];

/** The type that a key blob begins with (RFC 4253 section 6.6); empty where the blob is none. */
export function keyTypeOf(blob: Buffer): string {
  if (blob.length < 4) return "";
  return blob.subarray(4, 4 + blob.readUInt32BE(0)).toString("latin1");
}

/** Whether an authority's certificates are believed of a host. */
export const hasCertAuthority = (lines: readonly KnownHostsLine[], address: string, port: number): boolean =>
  namesOf(address, port).some((name) => linesFor(lines, name).some(({ marker }) => marker === "cert-authority"));

/** What a host is called in the file: `[host]:port` where the port is not 22. */
export const nameOf = (address: string, port: number): string => namesOf(address, port)[0] ?? "";

/** What a host is called in the file, the name that counts first. */
export const namesOf = (address: string, port: number): readonly string[] => {
  const host = address.toLowerCase();
  return port === 22 ? [host] : [`[${host}]:${port}`, host];
};

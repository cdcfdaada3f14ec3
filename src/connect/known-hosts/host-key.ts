import { createHash } from "node:crypto";
import type { FailureCause } from "../session.ts";
import { type HostKeyVerdict, hasCertAuthority, judgeHostKey, keyTypeOf, knownTypes, nameOf } from "./known-hosts.ts";
import type { KnownHostsLine } from "./known-hosts-line.ts";

/** A known_hosts file as it was read before the first host was contacted. */
export type KnownHostsFile =
  | { readonly state: "read"; readonly path: string; readonly lines: readonly KnownHostsLine[] }
  | { readonly state: "unreadable"; readonly path: string; readonly message: string; readonly isAbsent?: true };

/** Why a host key is not accepted. */
export type HostKeyRefusal = { readonly cause: FailureCause; readonly message: string };

/**
 * Decides on a key that nothing in known_hosts speaks for or against; `name` is the one that the file would have it by.
 * Undefined believes it.
 */
export type BelieveNewKey = (file: KnownHostsFile, name: string, key: Buffer) => HostKeyRefusal | undefined;

/** SHA-256 of a key blob as OpenSSH prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

/**
 * Which host key algorithms to ask for, best first: those of types known for the host, then the others. A server that
 * has several keys would otherwise offer one that is not known, and look like an impostor.
 */
export function hostKeyAlgorithms(
  file: KnownHostsFile,
  address: string,
  port: number,
  supported: readonly string[],
): string[] {
  const types = file.state === "read" ? knownTypes(file.lines, address, port) : [];
  const preferred = types.flatMap((type) => (type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type]));
  return [...new Set([...preferred, ...supported])].filter((algorithm) => supported.includes(algorithm));
}

/**
 * Undefined where the offered key is the host's; otherwise why it is refused. Fails closed. `believe` is asked only where
 * the file is readable, or not there yet, and knows the host by no key and by no authority.
 */
export function refuseHostKey(
  file: KnownHostsFile,
  address: string,
  port: number,
  offered: Buffer,
  believe?: BelieveNewKey,
): HostKeyRefusal | undefined {
  if (believe !== undefined && file.state === "unreadable" && file.isAbsent === true) {
    return believe(file, nameOf(address, port), offered);
  }
  if (file.state === "unreadable") {
    const message = `${file.path} cannot be read (${file.message}), so no host key can be verified`;
    return { cause: "host-key-unknown", message };
  }
  const verdict = judgeHostKey(file.lines, address, port, offered);
  if (verdict.state === "matched") return undefined;
  const isUnheardOf = verdict.state === "unknown" && verdict.knownTypes.length === 0;
  if (believe !== undefined && isUnheardOf && !hasCertAuthority(file.lines, address, port)) {
    return believe(file, nameOf(address, port), offered);
  }
  return refuseVerdict(verdict, file.path, offered);
}

/** What is said of a key that the file does not vouch for. */
export function refuseVerdict(
  verdict: Exclude<HostKeyVerdict, { state: "matched" }>,
  path: string,
  offered: Buffer,
): HostKeyRefusal {
  const key = `${keyTypeOf(offered)} key ${fingerprintOf(offered)}`;
  if (verdict.state === "changed") {
    return {
      cause: "host-key-changed",
      message: `the host offers the ${key}, but ${path}:${verdict.line} has another`,
    };
  }
  if (verdict.state === "revoked") {
    return { cause: "host-key-changed", message: `the host's ${key} is revoked by ${path}:${verdict.line}` };
  }
  if (verdict.knownTypes.length > 0) {
    const message = `the host offers the ${key}, but ${path} knows it only by ${verdict.knownTypes.join(", ")}`;
    return { cause: "host-key-unknown", message };
  }
  if (verdict.certAuthority) {
    const message = `${path} vouches for the host by a certificate authority, which takes "transport: openssh"`;
    return { cause: "host-key-unknown", message };
  }
  return { cause: "host-key-unknown", message: `${path} has no entry for the host, which offers the ${key}` };
}

import { execFile } from "node:child_process";
import { open, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { whyUnreadable } from "../../why-unreadable.ts";
import { type KeyKind, unapprovedKey } from "../approved-keys.ts";
import { opensshEnvironment } from "./ssh-program.ts";

const run = promisify(execFile);

/** How a key file will be used. */
export type KeyFileUse = { readonly agentSocket: string | undefined; readonly fips: boolean };

/**
 * Why `ssh` could not use a key file without anybody there, in one sentence; undefined where it can. Whatever kind of key
 * it is: FIDO's, one whose private half is in an agent. Never rejects.
 */
export async function refuseKeyFile(path: string, { agentSocket, fips }: KeyFileUse): Promise<string | undefined> {
  const file = `The identity file ${path}`;
  const head = await headOf(path);
  if (typeof head !== "string") return `${file} cannot be read: ${head.message}.`;
  const isPublic = /^(?:ssh-|ecdsa-|sk-)/.test(head);
  if (!isPublic && (await isOpenToOthers(path)))
    return `${file} may be read by others, so ssh does not use it: chmod 600.`;
  const { kind, fingerprint } = await describeKey(path, agentSocket);
  const unapproved = fips && kind !== undefined ? unapprovedKey(kind) : undefined;
  if (unapproved !== undefined) return `${file} holds ${unapproved}, which --fips does not allow.`;
  if (!isPublic && (await opensWithoutPassphrase(path, agentSocket))) return undefined;
  const locked = isPublic ? `${file} is a public key` : `${file} is encrypted or unreadable`;
  if (agentSocket === undefined) {
    return `${locked}, and no agent runs (SSH_AUTH_SOCK is not set): with transport openssh an agent must hold the key.`;
  }
  if (fingerprint !== undefined && (await agentHolds(fingerprint, agentSocket))) return undefined;
  return `${locked}, and the agent does not hold the key: "ssh-add ${path}" adds it.`;
}

/** The beginning of a file, or why it cannot be read. */
async function headOf(path: string): Promise<string | { readonly message: string }> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    await file.close();
    return buffer.toString("latin1", 0, bytesRead);
  } catch (error) {
    return { message: whyUnreadable(error) };
  }
}

/** As ssh judges it (authfile.c): only of one's own files. */
async function isOpenToOthers(path: string): Promise<boolean> {
  const { mode, uid } = await stat(path);
  return uid === process.getuid?.() && (mode & 0o077) !== 0;
}

/** "256 SHA256:… comment (ED25519)"; nothing is known of a key that is encrypted with its public half. */
async function describeKey(
  path: string,
  agentSocket: string | undefined,
): Promise<{ readonly kind?: KeyKind; readonly fingerprint?: string }> {
  const text = await outputOf("ssh-keygen", ["-l", "-f", path], agentSocket);
  const [, bits, fingerprint, type] = /^(\d+) (SHA256:\S+) .*\((\S+)\)$/m.exec(text ?? "") ?? [];
  if (bits === undefined || fingerprint === undefined || type === undefined) return {};
  return { kind: { type, bits: Number(bits) }, fingerprint };
}

const opensWithoutPassphrase = async (path: string, agentSocket: string | undefined): Promise<boolean> =>
  (await outputOf("ssh-keygen", ["-y", "-P", "", "-f", path], agentSocket)) !== undefined;

const agentHolds = async (fingerprint: string, agentSocket: string): Promise<boolean> =>
  (await outputOf("ssh-add", ["-l"], agentSocket))?.split(/\s/).includes(fingerprint) === true;

/** What a program of OpenSSH prints; undefined where it failed. */
async function outputOf(
  program: string,
  args: readonly string[],
  agentSocket: string | undefined,
): Promise<string | undefined> {
  try {
    return (await run(program, args, { env: opensshEnvironment(agentSocket), timeout: 10_000 })).stdout;
  } catch {
    return undefined;
  }
}

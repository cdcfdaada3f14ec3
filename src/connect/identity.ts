import { createPrivateKey } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import ssh2 from "ssh2";
import { whyUnreadable } from "../why-unreadable.ts";
import { openedKey } from "./opened-key.ts";
import { openSshKey } from "./openssh-key.ts";

/**
 * A private key, decrypted once: OpenSSH's key derivation costs up to a second, too much for every host. Or a public key,
 * whose private one an agent holds.
 */
export type Identity = { readonly path: string; readonly key: ssh2.ParsedKey };

/** A usable key, or one sentence that says why the file is none; `locked` where another passphrase would open it. */
export type IdentityResult =
  | { readonly state: "ok"; readonly identity: Identity }
  | { readonly state: "locked" | "unusable"; readonly message: string };

/** Reads one key file and proves that it can be used, before any host is contacted. Never rejects. */
export async function loadIdentity(path: string, passphrase?: string): Promise<IdentityResult> {
  try {
    const [text, { mode, uid }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const isPrivate = privateMark.test(text);
    const publicKey = isPrivate ? undefined : parsePublicKey(path, text);
    if (publicKey !== undefined) return publicKey;
    // As ssh(1): of somebody else's file the modes are not ours to mend.
    if (isPrivate && (mode & 0o077) !== 0 && uid === process.getuid?.()) {
      return unusable(`The identity file ${path} can be read by others than its owner: chmod 600 ${path}.`);
    }
    return parseIdentity(path, text, passphrase);
  } catch (error) {
    return unusable(`The identity file ${path} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/** How every kind of private key file begins. */
const privateMark = /-----BEGIN |PuTTY-User-Key-File/;

/** A file like id_ed25519.pub: which of an agent's keys is meant. */
function parsePublicKey(path: string, text: string): IdentityResult | undefined {
  const type = text.trimStart().split(/\s/)[0] ?? "";
  if (/-cert-v01@openssh\.com$/.test(type)) {
    return unusable(`The identity file ${path} is a certificate, which only the transport openssh can show.`);
  }
  const key = ssh2.utils.parseKey(text);
  const parsed = key instanceof Error ? undefined : [key].flat()[0];
  return parsed && { state: "ok", identity: { path, key: parsed } };
}

/** Judges the text of a private key file: OpenSSH's own format, PEM (RSA, EC, PKCS#8) or PuTTY's. */
function parseIdentity(path: string, text: string, passphrase?: string): IdentityResult {
  const pem = isPkcs8(text) ? fromPkcs8(text, passphrase) : text;
  const parsed = pem instanceof Error ? pem : ssh2.utils.parseKey(pem, passphrase);
  if (parsed instanceof Error) return describe(path, text, parsed.message, passphrase);
  // The declared type leaves out that a key file of OpenSSH's format parses to a list of one.
  const key = [parsed].flat()[0];
  if (key === undefined || !key.isPrivateKey()) return unusable(`The identity file ${path} holds no private key.`);
  return { state: "ok", identity: { path, key: openedKey(key) } };
}

const isPkcs8 = (text: string): boolean => /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text);

/** ssh2 1.17 reads no PKCS#8 (keyParser.js), but each of these kinds of keys in another form. */
function fromPkcs8(text: string, passphrase: string | undefined): string | Error {
  try {
    const key = createPrivateKey({ key: text, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
    if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs1", format: "pem" }).toString();
    if (key.asymmetricKeyType === "ec") return key.export({ type: "sec1", format: "pem" }).toString();
    if (key.asymmetricKeyType === "ed25519") return openSshKey(key);
    return new Error(`unsupported: PKCS#8 with a key of type ${key.asymmetricKeyType}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const isEncrypted = (text: string, complaint: string): boolean =>
  /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED|^Encryption: aes/m.test(text) ||
  /encrypted|passphrase|integrity check failed/i.test(complaint);

function describe(path: string, text: string, complaint: string, passphrase: string | undefined): IdentityResult {
  const file = `The identity file ${path}`;
  if (!isEncrypted(text, complaint)) return unusable(describeFormat(file, text, complaint));
  const message =
    passphrase === undefined
      ? `${file} is encrypted and no passphrase was given.`
      : `The passphrase given does not open the identity file ${path}.`;
  return { state: "locked", message };
}

function describeFormat(file: string, text: string, complaint: string): string {
  if (/-sk@openssh\.com|sk-/.test(complaint)) return `${file} needs a FIDO security key, which this client cannot use.`;
  if (/^unsupported: PKCS#8/.test(complaint)) return `${file} holds a key that is neither RSA nor EC nor ed25519.`;
  if (!privateMark.test(text)) return `${file} holds no private key.`;
  return `${file} is in a format this client cannot read: ${complaint}.`;
}

const unusable = (message: string): IdentityResult => ({ state: "unusable", message });

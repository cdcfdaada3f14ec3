import { createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import ssh2 from "ssh2";
import { approvedAgent } from "./approved-credentials.ts";

/** A private key, decrypted once: OpenSSH's key derivation costs up to a second, too much for every host. */
export type Identity = { readonly path: string; readonly key: ssh2.ParsedKey };

/** A usable key, or one sentence that says why the file is none. */
export type IdentityResult =
  | { readonly state: "ok"; readonly identity: Identity }
  | { readonly state: "unusable"; readonly message: string };

/** Reads one private key file and proves that it can sign, before any host is contacted. Never rejects. */
export async function loadIdentity(path: string, passphrase?: string): Promise<IdentityResult> {
  try {
    return parseIdentity(path, await readFile(path, "utf8"), passphrase);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return unusable(`The identity file ${path} cannot be read: ${code === "ENOENT" ? "no such file" : code}.`);
  }
}

/** Judges the text of a private key file: OpenSSH's own format, PEM (RSA, EC, PKCS#8) or PuTTY's. */
function parseIdentity(path: string, text: string, passphrase?: string): IdentityResult {
  const pem = isPkcs8(text) ? fromPkcs8(text, passphrase) : text;
  const parsed = pem instanceof Error ? pem : ssh2.utils.parseKey(pem, passphrase);
  if (parsed instanceof Error) return unusable(describe(path, text, parsed.message, passphrase));
  // The declared type leaves out that a key file of OpenSSH's format parses to a list of one.
  const key = [parsed].flat()[0];
  if (key === undefined || !key.isPrivateKey()) return unusable(`The identity file ${path} holds no private key.`);
  return { state: "ok", identity: { path, key } };
}

const isPkcs8 = (text: string): boolean => /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text);

/** ssh2 1.17 reads no PKCS#8 (keyParser.js); RSA and EC keys also have an older form that it reads. */
function fromPkcs8(text: string, passphrase: string | undefined): string | Error {
  try {
    const key = createPrivateKey({ key: text, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
    if (key.asymmetricKeyType === "rsa") return key.export({ type: "pkcs1", format: "pem" }).toString();
    if (key.asymmetricKeyType === "ec") return key.export({ type: "sec1", format: "pem" }).toString();
    return new Error(`unsupported: PKCS#8 with a key of type ${key.asymmetricKeyType}`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const isEncrypted = (text: string, complaint: string): boolean =>
  /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED|^Encryption: aes/m.test(text) ||
  /encrypted|passphrase|integrity check failed/i.test(complaint);

function describe(path: string, text: string, complaint: string, passphrase: string | undefined): string {
  const file = `The identity file ${path}`;
  if (isEncrypted(text, complaint)) {
    if (passphrase === undefined) return `${file} is encrypted and no passphrase was given.`;
    return `The passphrase given does not open the identity file ${path}.`;
  }
  if (/-sk@openssh\.com|sk-/.test(complaint)) return `${file} needs a FIDO security key, which this client cannot use.`;
  if (/^unsupported: PKCS#8/.test(complaint)) {
    return `${file} holds a key in PKCS#8 that is neither RSA nor EC; "ssh-keygen -p -f" rewrites it in OpenSSH's format.`;
  }
  if (!/-----BEGIN |PuTTY-User-Key-File/.test(text)) return `${file} holds no private key.`;
  return `${file} is in a format this client cannot read: ${complaint}.`;
}

const unusable = (message: string): IdentityResult => ({ state: "unusable", message });

/** A wrong key costs a server one of its MaxAuthTries (6 by default, 4 where CIS is followed). */
const agentKeysAtMost = 3;

/**
 * The agent at a socket, limited to its first keys; `note` is told in one clause when it is of no use. Made by ssh2 and
 * narrowed here, for ssh2 takes only its own class for an agent.
 */
export function fewAgentKeys(socket: string, note: (trouble: string) => void, fips: boolean): ssh2.BaseAgent {
  const agent = fips ? approvedAgent(ssh2.createAgent(socket)) : ssh2.createAgent(socket);
  const all = agent.getIdentities.bind(agent);
  agent.getIdentities = (callback) =>
    all((error, keys) => {
      if (error) note(`the agent at ${socket} does not answer`);
      else if (keys === undefined || keys.length === 0)
        note(`the agent at ${socket} holds no key${fips ? " that --fips allows" : ""}`);
      callback(error, keys?.slice(0, agentKeysAtMost));
    });
  return agent;
}

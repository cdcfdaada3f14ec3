import type { KeyObject } from "node:crypto";

/** A length before its bytes (RFC 4251 section 5). */
function string(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  return Buffer.concat([uint32(content.length), content]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** An unencrypted ed25519 key in OpenSSH's own format (PROTOCOL.key): Node exports none of its forms that ssh2 reads. */
export function openSshKey(key: KeyObject): string {
  const { x = "", d = "" } = key.export({ format: "jwk" });
  const type = string("ssh-ed25519");
  const publicKey = string(Buffer.from(x, "base64url"));
  const secret = string(Buffer.concat([Buffer.from(d, "base64url"), Buffer.from(x, "base64url")]));
  // Two equal numbers show whoever decrypts that the passphrase was right; here nothing is encrypted.
  const body = Buffer.concat([uint32(0), uint32(0), type, publicKey, secret, string("")]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, index) => index + 1));
  const blob = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    string("none"),
    string("none"),
    string(""),
    uint32(1),
    string(Buffer.concat([type, publicKey])),
    string(Buffer.concat([body, padding])),
  ]);
  const lines = blob.toString("base64").replace(/.{70}/g, "$&\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

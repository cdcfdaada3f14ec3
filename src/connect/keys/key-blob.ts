/** A key in the forms that ssh2 hands over, whatever it declares: a blob, a line of a public key file, a parsed key. */
export type GivenKey = string | Buffer | { readonly getPublicSSH: () => Buffer } | { readonly pubKey: GivenKey };

/** The public key as SSH sends it (RFC 4253 section 6.6). */
export function blobOf(key: GivenKey): Buffer {
  if (Buffer.isBuffer(key)) return key;
  if (typeof key === "string") return Buffer.from(key.split(" ")[1] ?? "", "base64");
  return "pubKey" in key ? blobOf(key.pubKey) : key.getPublicSSH();
}

/** The shortest RSA key that is approved (NIST SP 800-131A). */
const shortestRsa = 2048;

/** Type and size of a key, in the words of `ssh-keygen -l`: "ED25519", "ECDSA-SK"; "ssh-rsa" and the like will do too. */
export type KeyKind = { readonly type: string; readonly bits: number };

/** In words what a key is that --fips does not allow; undefined where it is allowed: ECDSA on NIST's curves, and RSA. */
export function unapprovedKey({ type, bits }: KeyKind): string | undefined {
  if (/^(?:ECDSA|ecdsa-sha2-nistp\d+)$/.test(type)) return undefined;
  if (!/^(?:RSA|ssh-rsa)$/.test(type)) return `a key of type ${type}`;
  return bits < shortestRsa ? `an RSA key of ${bits} bits` : undefined;
}

/** Type and size of a public key as SSH sends it (RFC 4253 section 6.6); bits are told of RSA alone. */
export function kindOfKey(blob: Buffer): KeyKind {
  const [type = Buffer.alloc(0), , modulus = Buffer.alloc(0)] = fieldsOf(blob);
  const name = type.toString("latin1");
  const isRsa = name === "ssh-rsa";
  return { type: name, bits: isRsa ? modulus.toString("hex").replace(/^0+/, "").length * 4 : 0 };
}

function fieldsOf(blob: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length && fields.length < 3; ) {
    const end = at + 4 + blob.readUInt32BE(at);
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

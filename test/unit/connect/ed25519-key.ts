const part = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);

/** A public key of ed25519 as SSH sends it (RFC 8709, section 4), all of one byte. */
export const ed25519Key = (byte: number): Buffer =>
  Buffer.concat([part(Buffer.from("ssh-ed25519")), part(Buffer.alloc(32, byte))]);

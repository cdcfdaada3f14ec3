/** What a certificate says of itself. */
export type Certificate = {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601 in UTC. Not kept by 0.1.0. */
  readonly notBefore?: string;
  readonly notAfter: string;
  readonly selfSigned: boolean;
  /** SHA-256 of its public key, by which a certificate of the same CA is known again; older runs did not keep it. */
  readonly publicKey?: string;
};

/** What a certificate says of itself. */
export type Certificate = {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601 in UTC. */
  readonly notAfter: string;
  readonly selfSigned: boolean;
};

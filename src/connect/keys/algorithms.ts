import { getFips } from "node:crypto";

/**
 * What is offered to servers, best first. Left out: everything with SHA-1 or CBC, and group exchange, which costs a
 * second of main-thread CPU per connection because unknown moduli are tested for primality (ssh2 1.17, kex.js; the
 * whole run stands still meanwhile). chacha20 is left out because OpenSSL's FIPS provider lacks it and every server that
 * has it has AES too.
 */
export type OfferedAlgorithms = {
  readonly kex: readonly string[];
  readonly serverHostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
};

const curve25519 = ["curve25519-sha256", "curve25519-sha256@libssh.org"];

/** Whether only approved algorithms may be used: it was asked for, or OpenSSL knows no others. */
export const isRestricted = (fips: boolean): boolean => fips || getFips() === 1;

/** `fips`: without the curves of Bernstein's, which ssh2 would else offer where OpenSSL fails to compute them. */
export const offeredAlgorithms = (fips: boolean): OfferedAlgorithms => ({
  kex: [
    ...(fips ? [] : curve25519),
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group18-sha512",
  ],
  serverHostKey: [
    ...(fips ? [] : ["ssh-ed25519"]),
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
  ],
  cipher: ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
});

/** Ends the sentence that names what client and server lack, where fewer algorithms than usual were on offer. */
export const fipsOffersOnly = "; --fips offers only approved algorithms (NIST curves, AES, SHA-2, RSA from 2048 bits)";

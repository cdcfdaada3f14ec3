import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

/** A certificate authority of one demo, and the certificate of its API server, as PEM. */
export type DemoCertificates = { readonly ca: string; readonly cert: string; readonly key: string };

type KeyPair = {
  readonly public: forge.pki.rsa.PublicKey;
  readonly private: forge.pki.rsa.PrivateKey;
  readonly pem: string;
};

// Node's own generator: forge's is written in JavaScript and takes seconds.
function keyPair(): KeyPair {
  const made = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return {
    public: forge.pki.publicKeyFromPem(made.publicKey),
    private: forge.pki.privateKeyFromPem(made.privateKey),
    pem: made.privateKey,
  };
}

const name = (commonName: string) => [{ name: "commonName", value: commonName }];
const day = 24 * 60 * 60 * 1000;

function certificate(
  subject: string,
  issuer: string,
  keys: KeyPair,
  now: Date,
  extensions: readonly object[],
  signer: KeyPair,
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = keys.public;
  made.serialNumber = forge.util.bytesToHex(`\x01${forge.random.getBytesSync(15)}`);
  made.validity.notBefore = new Date(now.getTime() - day);
  made.validity.notAfter = new Date(now.getTime() + day);
  made.setSubject(name(subject));
  made.setIssuer(name(issuer));
  made.setExtensions([...extensions]);
  made.sign(signer.private, forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/** Makes a CA and a certificate for 127.0.0.1 that are valid for a day on either side of `now`. */
export function makeCertificates(now: Date): DemoCertificates {
  const authority = keyPair();
  const server = keyPair();
  const isAuthority = [{ name: "basicConstraints", cA: true, critical: true }];
  const isServer = [
    { name: "basicConstraints", cA: false },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
  ];
  return {
    ca: certificate("plimsoll-demo-ca", "plimsoll-demo-ca", authority, now, isAuthority, authority),
    cert: certificate("kube-apiserver", "plimsoll-demo-ca", server, now, isServer, authority),
    key: server.pem,
  };
}

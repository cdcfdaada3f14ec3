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

/** Whom a certificate is for, and when and as what it counts. */
type Wanted = {
  readonly subject: string;
  readonly from: Date;
  readonly until: Date;
  readonly extensions: readonly object[];
};

function certificate(wanted: Wanted, keys: KeyPair, issuer: string, signer: KeyPair): string {
  const made = forge.pki.createCertificate();
  made.publicKey = keys.public;
  made.serialNumber = forge.util.bytesToHex(`\x01${forge.random.getBytesSync(15)}`);
  made.validity.notBefore = wanted.from;
  made.validity.notAfter = wanted.until;
  made.setSubject(name(wanted.subject));
  made.setIssuer(name(issuer));
  made.setExtensions([...wanted.extensions]);
  made.sign(signer.private, forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/** What a certificate is to be: of a server at an address or under a name, or of a client. */
export type Issued = {
  readonly subject: string;
  readonly address?: string;
  readonly dnsName?: string;
  /** Days from now on which it begins and ends to count; from yesterday to tomorrow unless given. */
  readonly fromDay?: number;
  readonly untilDay?: number;
};

/** A certificate authority: its own certificate, and certificates that it signs. */
export type Authority = {
  readonly ca: string;
  readonly issue: (wanted: Issued) => { readonly cert: string; readonly key: string };
};

/** Makes a certificate authority whose certificates count around `now`. */
export function makeAuthority(subject: string, now: Date): Authority {
  const inDays = (days: number) => new Date(now.getTime() + days * day);
  const keys = keyPair();
  const isAuthority = [{ name: "basicConstraints", cA: true, critical: true }];
  const own = { subject, from: inDays(-1), until: inDays(1), extensions: isAuthority };
  return {
    ca: certificate(own, keys, subject, keys),
    issue({ subject: whom, address, dnsName, fromDay = -1, untilDay = 1 }) {
      const altNames = [
        ...(address === undefined ? [] : [{ type: 7, ip: address }]),
        ...(dnsName === undefined ? [] : [{ type: 2, value: dnsName }]),
      ];
      const isServer = altNames.length > 0;
      const extensions = [
        { name: "basicConstraints", cA: false },
        { name: "extKeyUsage", serverAuth: isServer, clientAuth: !isServer },
        ...(isServer ? [{ name: "subjectAltName", altNames }] : []),
      ];
      const wanted = { subject: whom, from: inDays(fromDay), until: inDays(untilDay), extensions };
      const leaf = keyPair();
      return { cert: certificate(wanted, leaf, subject, keys), key: leaf.pem };
    },
  };
}

/** Makes a CA and a certificate for 127.0.0.1 that is valid for a day on either side of `now`. */
export function makeCertificates(now: Date): DemoCertificates {
  const { ca, issue } = makeAuthority("plimsoll-demo-ca", now);
  return { ca, ...issue({ subject: "kube-apiserver", address: "127.0.0.1" }) };
}

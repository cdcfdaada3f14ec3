import type { EtcdSettings } from "./etcd-configuration.ts";
import type { Flags } from "./go-flags.ts";

/** A certificate or key file that a component's settings name. */
export type CertificateFile = {
  /** `verifying-key`: of either kind, for the flag takes both; a name that ends in .pub or .crt is taken at its word. */
  readonly kind: "certificate" | "private-key" | "public-key" | "verifying-key";
  readonly path: string;
  /** The flag, with its dashes, or the setting of a configuration file. */
  readonly namedBy: string;
};

// From `--help` of Kubernetes 1.36 and etcd 3.6: cert-file, etcd-certfile, trusted-ca-file, kubelet-client-key and so on.
const certificate = /(cert-?file|ca-?file|client-certificate|certificate-authority)$/;
const key = /(key-?file|client-key)$/;

const verifying = "service-account-key-file";

function kindOf(flag: string): CertificateFile["kind"] | undefined {
  if (certificate.test(flag)) return "certificate";
  return key.test(flag) ? "private-key" : undefined;
}

/** `cert,key` and `cert,key:domain,domain` of --tls-sni-cert-key, which may be repeated. */
const ofServerNames = (flags: Flags): readonly CertificateFile[] =>
  flags.all("tls-sni-cert-key").flatMap((value) => {
    const [cert = "", privateKey = ""] = (value.split(":")[0] ?? "").split(",");
    const namedBy = "--tls-sni-cert-key";
    return [
      { kind: "certificate", path: cert, namedBy },
      { kind: "private-key", path: privateKey, namedBy },
    ] as const;
  });

/** What service account tokens are verified with: the flag may be repeated, and every file counts. */
const ofServiceAccounts = (flags: Flags): readonly CertificateFile[] =>
  flags.all(verifying).flatMap((path) => {
    const kind = /\.(pub|crt)$/.test(path) ? "public-key" : "verifying-key";
    return path === "" ? [] : [{ kind, path, namedBy: `--${verifying}` }];
  });

/** The certificate and key files that flags name. */
export const certificateFilesOf = (flags: Flags): readonly CertificateFile[] => [
  ...flags.names.flatMap((name) => {
    const kind = name === verifying ? undefined : kindOf(name);
    const path = flags.text(name) ?? "";
    return kind === undefined || path === "" ? [] : [{ kind, path, namedBy: `--${name}` }];
  }),
  ...ofServiceAccounts(flags),
  ...ofServerNames(flags),
];

// The pair with which etcd is a client itself is named apart where it is not the one that it serves with.
const etcdNames = ["cert-file", "key-file", "client-cert-file", "client-key-file", "trusted-ca-file"].flatMap(
  (name) => [name, `peer-${name}`],
);

/** The certificate and key files that etcd has in force, whatever names them. */
export const etcdCertificateFiles = (settings: EtcdSettings): readonly CertificateFile[] =>
  etcdNames.flatMap((name) => {
    const path = settings.text(name) ?? "";
    const kind = kindOf(name);
    return kind === undefined || path === "" ? [] : [{ kind, path, namedBy: `${name} of etcd` }];
  });

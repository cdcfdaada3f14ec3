import { withoutCase } from "./json-keys.ts";

/** The fields of a KubeletConfiguration that rules look at, by their dotted path; what stands below featureGates is a map. */
const kubeletFields = [
  "authentication.anonymous.enabled",
  "authentication.x509.clientCAFile",
  "authorization.mode",
  "containerLogMaxFiles",
  "containerLogMaxSize",
  "containerRuntimeEndpoint",
  "featureGates",
  "protectKernelDefaults",
  "readOnlyPort",
  "rotateCertificates",
  "seccompDefault",
  "serverTLSBootstrap",
  "staticPodPath",
  "staticPodURL",
  "streamingConnectionIdleTimeout",
  "tlsCertFile",
  "tlsCipherSuites",
  "tlsMinVersion",
  "tlsPrivateKeyFile",
] as const;

export type KubeletField = (typeof kubeletFields)[number];

/** A field, or one gate. */
export type KubeletPath = KubeletField | `featureGates.${string}`;

const paths: ReadonlySet<KubeletField> = new Set([
  "authentication.x509.clientCAFile",
  "staticPodPath",
  "tlsCertFile",
  "tlsPrivateKeyFile",
] as const);

/** A key on the way to such a field, as the kubelet writes it, and what it knows below. */
export type KnownKey = { readonly name: string; readonly isPath: boolean; readonly below: KnownKeys };
/** By their names in whatever case. */
export type KnownKeys = ReadonlyMap<string, KnownKey>;

function knownBelow(prefix: string): KnownKeys {
  const below = kubeletFields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  const names = new Set(below.map((path) => path.split(".")[0] ?? ""));
  return new Map(
    [...names].map((name) => {
      const path = `${prefix}${name}`;
      const isPath = (paths as ReadonlySet<string>).has(path);
      return [withoutCase(name), { name, isPath, below: knownBelow(`${path}.`) }];
    }),
  );
}

/** The keys of a KubeletConfiguration that lead to such fields. */
export const knownKeys: KnownKeys = knownBelow("");

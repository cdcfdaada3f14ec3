import type { Certificate } from "./certificates.ts";
import type { NamedFile } from "./files.ts";
import type { Observed, Unknown } from "./observed.ts";

/** By what a user of a kubeconfig logs in, by the keys that kubeconfigs have for it; what stands there never leaves the node. */
export const credentialKinds = [
  "client-key-data",
  "client-key",
  "token",
  "tokenFile",
  "password",
  "exec",
  "auth-provider",
] as const;

/** How a user of a kubeconfig says who it is. */
export type CredentialKind = (typeof credentialKinds)[number];

/** A user of a kubeconfig. */
export type KubeconfigUser = {
  readonly name: string;
  readonly credentials: readonly CredentialKind[];
  /** Its client certificate, and of a chain those after it; none where it names none. */
  readonly certificates?: Observed<readonly Certificate[]>;
  /** The file that holds them, where they are not in the kubeconfig itself. */
  readonly certificateFile?: string;
};

/** A cluster of a kubeconfig. */
export type KubeconfigCluster = { readonly name: string; readonly skipsVerification: boolean };

/** What a kubeconfig holds, without its secrets. */
export type KubeconfigContent = {
  readonly users: readonly KubeconfigUser[];
  readonly clusters: readonly KubeconfigCluster[];
};

/** A file that may be a kubeconfig. */
export type KubeconfigFile = NamedFile & {
  /** Whose home directory it is in, by user ids; none: a component's, or the distribution's. */
  readonly homeOf?: readonly number[];
  /** A flag or a configuration names it: it has to be a kubeconfig. */
  readonly isNamed: boolean;
  /** Absent: the file holds no kubeconfig, or is not there. */
  readonly content: Observed<KubeconfigContent>;
};

/** Every kubeconfig of a node that was found, and where it was looked. */
export type KubeconfigSearch = {
  readonly files: readonly KubeconfigFile[];
  /** The home directories that /etc/passwd names, but those in `unseen`. */
  readonly homes: readonly string[];
  /** What names others, or may hold others, and was not seen. */
  readonly unseen: readonly Unknown[];
};

/** Files by which a machine, or a person on it, logs in to a cloud: mode and owner only. */
export type CloudFiles = Pick<KubeconfigSearch, "homes" | "unseen"> & { readonly files: readonly NamedFile[] };

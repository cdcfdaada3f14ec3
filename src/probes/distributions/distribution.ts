import type { ComponentName } from "../../evidence/processes.ts";

/** What is looked for on a node to recognise a distribution. One sign that is seen is enough. */
export type Signs = {
  /** Paths that exist. */
  readonly paths?: readonly string[];
  /** First words of a running command line; `k3s server` is two. */
  readonly processes?: readonly string[];
  /** Units that systemd knows. */
  readonly units?: readonly string[];
  /** ID of /etc/os-release. */
  readonly osIds?: readonly string[];
};

/** Files of arguments, one a component. */
export type ArgumentFiles = {
  /** Where they are unless the process's own flag, named without dashes, says otherwise. */
  readonly directory: string;
  readonly flags: Readonly<Partial<Record<ComponentName, string>>>;
};

/** Components that run within another process, and how their settings are seen. */
export type Embedding = {
  readonly process: string;
  /** Where the components of a control plane, and those of every node, are not processes of their own. */
  readonly components: readonly ComponentName[];
  readonly onWorkers: readonly ComponentName[];
  /** How the process gets the arguments of the components that it starts. */
  readonly argumentFiles?: ArgumentFiles;
};

/**
 * Where a distribution keeps what the check texts look for elsewhere. Only what its sources show is here; candidates are
 * used where the path of the text does not exist.
 */
export type DistributionPaths = {
  /** Directories of static pods besides /etc/kubernetes/manifests and the kubelet's own. */
  readonly staticPods?: readonly string[];
  /** Directories of certificates and keys; the first that exists counts. */
  readonly pki?: readonly string[];
  /** Kubeconfig files of the administrator, the controller manager and the scheduler. */
  readonly kubeconfigs?: readonly string[];
  /** The rest of the kubeconfig files that it writes: of nodes, and copies for people. */
  readonly otherKubeconfigs?: readonly string[];
  readonly kubectl?: readonly string[];
  /** The data directory that the paths above start with, where an operator can move it. */
  readonly dataDirectory?: string;
};

/** The program of the distribution itself, which says by its command line or its unit what the node is. */
export type NodeProgram = {
  readonly server: Pick<Signs, "processes" | "units">;
  readonly agent: Pick<Signs, "processes" | "units">;
  /** Workers run the process of the server too: what shows an agent decides. */
  readonly sharesProcess?: true;
};

/** One row of the table of distributions. */
export type Distribution = {
  /** Each of these shows the distribution by itself. */
  readonly decisive: Signs;
  /** Others have these too: kept as evidence where something decisive was seen. */
  readonly supporting?: Signs;
  readonly program?: NodeProgram;
  readonly embedding?: Embedding;
  readonly paths: DistributionPaths;
};

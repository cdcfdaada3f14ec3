import type { Source } from "./observed.ts";
import type { PortProtocol } from "./site.ts";

/** The components whose command lines are judged, by their upstream names. */
export const componentNames = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "etcd",
  "kubelet",
  "kube-proxy",
] as const;
export type ComponentName = (typeof componentNames)[number];

/** The component of a name; undefined where it is none. */
export const asComponent = (name: string | undefined): ComponentName | undefined =>
  componentNames.find((component) => component === name);

/** Variables by name; `unread` where they were not asked for or could not be read, which is not the same as none. */
export type Environment = Readonly<Record<string, string>> | "unread";

/** One command line, with the place of every word. */
export type Invocation = {
  readonly argv: readonly string[];
  /** The ETCD_ variables: literal ones of the container, where the command line is a manifest's. */
  readonly env: Environment;
  /** Container image, where the command line is a manifest's. */
  readonly image?: string;
  /**
   * Which container paths are which host paths; volumes of other kinds are there too, for they hide what is below. A
   * process that sees the host's own files has one: `/` is `/`.
   */
  readonly mounts: readonly Mount[];
  /** Ports of the pod, where the command line is a manifest's and they were understood. */
  readonly ports?: readonly PodPort[];
  /** Line in the manifest of every argv word, from 1; empty for a process. */
  readonly lines: readonly number[];
  /** The words were split out of a shell's script (`sh -c "exec kube-apiserver ..."`). */
  readonly fromShell?: boolean;
  /** What systemd would start next, not what runs. */
  readonly isNextStart?: boolean;
  /** As the API shows the static pod, not as the node does. */
  readonly isMirrored?: true;
  /** Only what was given by hand: a flag that is not there may be set all the same. */
  readonly isGivenOnly?: true;
  /** Effective user id, where the command line is a process's. */
  readonly uid?: number;
  readonly source: Source;
};

/** A component's container of one pod. */
export type ComponentContainer = { readonly component: ComponentName; readonly invocation: Invocation };

/** A mount of a container. No `hostPath`: a volume that the host does not show (emptyDir, Secret, ConfigMap). */
export type Mount = { readonly mountPath: string; readonly hostPath?: string };

/** A port that a pod declares for one of its containers, or that a probe asks. */
export type PodPort = {
  readonly kind: "container port" | "host port" | "probe";
  readonly protocol: PortProtocol;
  /** Undefined: a name that no port of the container has. */
  readonly port?: number;
  /** The address that is bound or asked; undefined: that of the pod, or for a host port all of the node's. */
  readonly address?: string;
  readonly hostNetwork: boolean;
};

/** A process of interest outside containers of other clusters. */
export type HostProcess = {
  readonly pid: number;
  readonly uid: number;
  readonly comm: string;
  readonly exe: string;
  readonly cgroup: string;
  readonly argv: readonly string[];
  /** An argument is no UTF-8: argv shows U+FFFD for what was given, and no flag is read off it. */
  readonly isGarbled?: boolean;
  /** In the network namespace of PID 1. */
  readonly hostNetwork: boolean;
  /** In the reader's own mount namespace and root: it sees the host's files as they are. */
  readonly hostFiles: boolean;
  /** The ETCD_ variables of a process that runs etcd. */
  readonly env: Environment;
};

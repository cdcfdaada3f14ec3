import type { Source } from "./observed.ts";

/** The components whose command lines are judged, by their upstream names. */
export type ComponentName =
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "etcd"
  | "kubelet"
  | "kube-proxy";

/** One command line, with the place of every word. */
export type Invocation = {
  readonly argv: readonly string[];
  /** Literal environment of the container, where the command line is a manifest's. */
  readonly env: Readonly<Record<string, string>>;
  /** Container image, where the command line is a manifest's. */
  readonly image?: string;
  /** Which container paths are which host paths; volumes of other kinds are there too, for they hide what is below. */
  readonly mounts: readonly Mount[];
  /** Line in the manifest of every argv word, from 1; empty for a process. */
  readonly lines: readonly number[];
  /** The words were split out of a shell's script (`sh -c "exec kube-apiserver ..."`). */
  readonly fromShell?: boolean;
  /** What systemd would start next, not what runs. */
  readonly isNextStart?: boolean;
  /** Effective user id, where the command line is a process's. */
  readonly uid?: number;
  readonly source: Source;
};

/** A mount of a container. No `hostPath`: a volume that the host does not show (emptyDir, Secret, ConfigMap). */
export type Mount = { readonly mountPath: string; readonly hostPath?: string };

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
};

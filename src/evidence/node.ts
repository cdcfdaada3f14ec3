import type { ApiNode } from "./cluster.ts";
import type { Observed, Source, UnknownReason } from "./observed.ts";

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
  /** Which container paths are which host paths (hostPath volumes), longest prefix first. */
  readonly mounts: readonly HostPathMount[];
  /** Line in the manifest of every argv word, from 1; empty for a process. */
  readonly lines: readonly number[];
  /** Effective user id, where the command line is a process's. */
  readonly uid?: number;
  readonly source: Source;
};

export type HostPathMount = { readonly mountPath: string; readonly hostPath: string };

export type FileType = "file" | "directory" | "symlink" | "other";

/** What lstat says of one entry; `target` is what stat says of the file that a link leads to. */
export type FileStat = {
  readonly path: string;
  readonly type: FileType;
  /** Permission bits, st_mode & 07777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names as the node knows them; `UNKNOWN` where it knows none. */
  readonly user: string;
  readonly group: string;
  readonly target?: FileStat | "dangling";
};

/** A file that something names: by a fixed path of the STIG's text, or by a flag. */
export type NamedFile = {
  readonly path: string;
  /** What names it, in words: "the check text", "--config of the kubelet". */
  readonly namedBy: string;
  readonly stat: Observed<FileStat>;
};

/** Everything below a directory, the directory itself first. Entries that vanished during the walk are left out. */
export type Walk = { readonly root: string; readonly entries: readonly FileStat[] };

/** One value of a configuration file, with its place. */
export type Setting = { readonly value: unknown; readonly file: string; readonly line: number };

/** The KubeletConfiguration on disk: the `--config` file merged with the drop-ins of `--config-dir`, without defaults. */
export type KubeletConfig = {
  readonly files: readonly string[];
  /** Leaves by dotted path, `authentication.anonymous.enabled`; exact case. */
  readonly settings: Readonly<Record<string, Setting>>;
};

/** A flag met in a unit file or in an environment file of a unit. */
export type UnitText = { readonly file: string; readonly text: string };

/** The systemd unit that starts the kubelet: its files with their text, its environment files with theirs. */
export type KubeletUnit = {
  readonly fragment: string;
  readonly dropIns: readonly string[];
  readonly texts: readonly UnitText[];
};

/** What systemd says of one unit. */
export type UnitState = {
  readonly id: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly unitFileState: string;
};

/** A process of interest outside containers of other clusters. */
export type HostProcess = {
  readonly pid: number;
  readonly uid: number;
  readonly comm: string;
  readonly exe: string;
  readonly cgroup: string;
  readonly argv: readonly string[];
  /** In the network namespace of PID 1. */
  readonly hostNetwork: boolean;
};

/** The SSH daemons of a host: units that systemd knows, processes that run. */
export type SshDaemons = { readonly units: readonly UnitState[]; readonly processes: readonly HostProcess[] };

/** How the audit's own SSH attempt ended. Mirrors what `connect` reports, as a fact about the node. */
export type SshTransport = {
  readonly address: string;
  readonly port: number;
  readonly stage: string;
  readonly outcome: string;
  readonly message: string;
  readonly banner?: string;
  readonly viaJump: boolean;
};

/**
 * Every fact a node can give, by the names that the rule conditions use.
 * A missing flag in a fully read argv, or a file proven not to exist, is a fact; a failed look is `unknown`.
 */
export type NodeFacts = {
  /** Every static-pod directory with its entries: modes, owners, names. */
  readonly "stat.manifests": readonly Walk[];
  /** The component's containers in static-pod manifests, found by content. Absent: directories read, none found. */
  readonly "manifest.kube-apiserver": readonly Invocation[];
  readonly "manifest.kube-controller-manager": readonly Invocation[];
  readonly "manifest.kube-scheduler": readonly Invocation[];
  readonly "manifest.etcd": readonly Invocation[];
  /** All containers of all static-pod manifests, whatever they run. */
  readonly "static-pods": readonly Invocation[];
  /** The component's processes of this node, nested clusters left out. Absent: the process list is complete, none found. */
  readonly "process.kube-apiserver": readonly Invocation[];
  readonly "process.kube-controller-manager": readonly Invocation[];
  readonly "process.kube-scheduler": readonly Invocation[];
  readonly "process.etcd": readonly Invocation[];
  readonly "process.kubelet": readonly Invocation[];
  readonly "process.kube-proxy": readonly Invocation[];
  readonly "kubelet.config": KubeletConfig;
  readonly "kubelet.unit": KubeletUnit;
  /** The `--config` file, /var/lib/kubelet/config.yaml and the drop-ins loaded. */
  readonly "stat.kubelet-config": readonly NamedFile[];
  /** /etc/kubernetes/kubelet.conf and the kubelet's `--kubeconfig`. */
  readonly "stat.kubelet-kubeconfig": readonly NamedFile[];
  /** Every `*kubeadm*.conf` among the kubelet's drop-ins. */
  readonly "stat.kubeadm-dropin": readonly NamedFile[];
  /** admin.conf, scheduler.conf, controller-manager.conf, super-admin.conf below /etc/kubernetes. */
  readonly "stat.cp-kubeconfigs": readonly NamedFile[];
  /** The file named by authentication.x509.clientCAFile. Absent: the kubelet names none. */
  readonly "stat.kubelet-client-ca": NamedFile;
  /** Everything below /etc/kubernetes/pki, and /etc/kubernetes itself as the listing's parent. */
  readonly "stat.pki": { readonly parent: FileStat; readonly walk: Walk };
  /** Everything below etcd's data directory. */
  readonly "stat.etcd-data": Walk;
  /** Existence of files that component flags name, by path on the host. */
  readonly "stat.flag-files": Readonly<Record<string, Observed<FileStat>>>;
  readonly "host.sshd": SshDaemons;
  readonly "ssh.transport": SshTransport;
  /** Whether the node was made by kubeadm: what shows it. */
  readonly "node.kubeadm": readonly string[];
};

/** What a node is, and what shows it. A node can be both (no taint keeps workloads off the control plane). */
export type NodeRoles = {
  readonly controlPlane: boolean;
  readonly worker: boolean;
  /** Runs etcd and no other control-plane component. */
  readonly etcdOnly: boolean;
  readonly shownBy: readonly string[];
};

/** Facts that no single request shows: concluded from the node, the API and the inventory together before rules are asked. */
export type ConcludedFacts = {
  readonly "node.role": NodeRoles;
  /** The node as the API knows it. Absent: the API's node list is complete and does not hold it. */
  readonly "node.api": ApiNode;
};

/** What one host shows; this is what an evidence file holds. */
export type CollectedFacts = { readonly [K in keyof NodeFacts]: Observed<NodeFacts[K]> };

export type NodeFact = keyof NodeFacts | keyof ConcludedFacts;

/** The value of a fact, by its name. */
export type FactValue<K extends NodeFact> = (NodeFacts & ConcludedFacts)[K];

/** Everything that the rules may name. */
export type ObservedFacts = { readonly [K in NodeFact]: Observed<FactValue<K>> };

export type NodeRead =
  | { readonly state: "read" }
  | { readonly state: "unread" | "not-in-inventory"; readonly cause: UnknownReason; readonly message: string };

/** All that was seen of one host in one run, and all that could not be. */
export type NodeEvidence = {
  readonly node: string;
  readonly address: string;
  readonly declaredRole: "control-plane" | "worker" | "etcd";
  readonly labels: Readonly<Record<string, string>>;
  /** Whether all that was asked got an answer; a node whose session broke keeps the facts that came before. */
  readonly read: NodeRead;
  /** When asking ended, ISO 8601 in UTC. */
  readonly collectedAt: string;
  /** SHA-256 of the reader program that was sent. */
  readonly readerSha256: string;
  readonly facts: CollectedFacts;
};

/** How a file is marked that no flag but the check text names. */
export const namedByText = "the check text";

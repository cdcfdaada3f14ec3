/** Who may run a cluster for somebody else; `benchmark/responsibility` says who answers for what there. */
export const profileNames = ["gardener-shoot", "eks"] as const;
/** The name of a profile. */
export type ProfileName = (typeof profileNames)[number];

/** What a host can be. `etcd` is a host that runs etcd and nothing else of the control plane. */
export const hostRoles = ["control-plane", "worker", "etcd"] as const;
/** What a host is declared to be. */
export type HostRole = (typeof hostRoles)[number];

/** Which program speaks SSH: the ssh2 library, or the `ssh` of the machine that plimsoll runs on. */
export const transports = ["ssh2", "openssh"] as const;
export type SshTransportName = (typeof transports)[number];

/** As whom the reader runs: through `sudo -n`, sudo with a password, `doas -n`, or as the user who logs in. */
export const privileges = ["sudo", "sudo-password", "doas", "none"] as const;
export type Privilege = (typeof privileges)[number];

/** Whether the reader is sent each time, or is a root-owned file of the node that the audit key alone may start. */
export const readerModes = ["sent", "installed"] as const;
export type ReaderMode = (typeof readerModes)[number];

/** What becomes of a host key that nobody knows: refused, or believed and noted, which every report says. */
export const hostKeyPolicies = ["yes", "accept-new"] as const;
export type HostKeyPolicy = (typeof hostKeyPolicies)[number];

/** A bastion: the connection to the host is forwarded through it, and its own host key is verified. */
export type JumpHost = {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly identityFile?: string;
  /** The name under which known_hosts has it, instead of its address. */
  readonly hostKeyAlias?: string;
  /** It asks questions (a one-time password) that a key alone does not answer. */
  readonly keyboardInteractive: boolean;
  /** Connections to it at once, whatever the number of hosts behind it. */
  readonly connections: number;
};

/** How a host is reached over SSH. Paths are absolute. */
export type SshSettings = {
  readonly user: string;
  readonly port: number;
  /** Private key file; without it the agent at SSH_AUTH_SOCK is asked. */
  readonly identityFile?: string;
  readonly knownHosts: string;
  readonly transport: SshTransportName;
  /** A certificate for the identity file, which OpenSSH alone can show. */
  readonly certificateFile?: string;
  /** The name under which known_hosts has the host, instead of its address. */
  readonly hostKeyAlias?: string;
  readonly strictHostKeyChecking: HostKeyPolicy;
  /** The host asks questions (a password, a one-time code) that a key alone does not answer. */
  readonly keyboardInteractive: boolean;
  readonly privilege: Privilege;
  readonly reader: ReaderMode;
  /** An ssh_config(5) that says what the inventory leaves open. */
  readonly config?: string;
  /** The agent's socket, or `none`, where the ssh_config names another than SSH_AUTH_SOCK. */
  readonly identityAgent?: string;
  /** Its ssh_config reaches it by a program of its own, which `ssh` starts; there are no jumps then. */
  readonly proxyCommand?: true;
  /** The bastions on the way, nearest first; none where the host is reached directly. */
  readonly jumps: readonly JumpHost[];
  /** Seconds until a TCP connection must stand. */
  readonly connectTimeout: number;
};

/** One machine to audit. `name` is unique and is how findings name it. */
export type Host = {
  readonly name: string;
  readonly address: string;
  readonly role: HostRole;
  readonly labels: Readonly<Record<string, string>>;
  readonly ssh: SshSettings;
};

/** What a kubeconfig is read with, wherever it lies. */
type KubeconfigSettings = {
  readonly context?: string;
  /** The server's certificate is not verified; every report says so. */
  readonly insecureSkipTLSVerify?: true;
};

/** An API server by the auditor's kubeconfig. */
export type KubeconfigAccess = KubeconfigSettings & {
  /** Absolute path of a kubeconfig. */
  readonly kubeconfig: string;
  /** The name of the inventory host from which the server is reached; without it, from here. */
  readonly via?: string;
};

/** An API server by a kubeconfig that lies on the host from which it is reached. */
export type NodeKubeconfigAccess = KubeconfigSettings & {
  /** Absolute path on that host. */
  readonly kubeconfigOnNode: string;
  readonly via: string;
};

/** What the API server is asked besides, where the inventory says so: each needs a right that is more than reading. */
export type AskedBesides = {
  /** What each kubelet says is in force, through `nodes/proxy`. */
  readonly kubeletConfigz?: true;
};

/** Which API server belongs to the hosts, and with whose credentials it is asked: a kubeconfig's, or those of the pod we run in. */
export type ApiAccess = (KubeconfigAccess | NodeKubeconfigAccess | { readonly inCluster: true }) & AskedBesides;

/** A validated inventory: every host expanded, every default filled in, every path absolute. */
export type Inventory = {
  readonly cluster: string;
  readonly api?: ApiAccess;
  /** Who runs the cluster for whom: the name of a profile. */
  readonly profile?: ProfileName;
  /** Absolute path of what the site decided. */
  readonly decisions?: string;
  readonly hosts: readonly Host[];
};

import type { RuntimeClass } from "./admission.ts";
import type { Certificate } from "./certificates.ts";
import type { ApiNamespace, ApiNode, ApiService } from "./cluster.ts";
import type { EtcdDirectory, FileStat, NamedFile, ParsedFile, Walk } from "./files.ts";
import type {
  CniConfiguration,
  ContainerEngine,
  ContainerLabels,
  JournalState,
  SeccompProfile,
  SecurityModules,
} from "./host-state.ts";
import type { CloudFiles, KubeconfigSearch } from "./kubeconfigs.ts";
import type { KubectlSearch } from "./kubectl.ts";
import type { KubeletConfig, KubeletUnit } from "./kubelet.ts";
import type { KubeletInForce } from "./kubelet-in-force.ts";
import type { NodeLayout } from "./layout.ts";
import type { Listener } from "./listeners.ts";
import type { LogForwarding } from "./log-forwarding.ts";
import type { NetworkSettings } from "./network-settings.ts";
import type { Observed, UnknownReason } from "./observed.ts";
import type { PacketFilter } from "./packet-filter.ts";
import type { ApiPod } from "./pods.ts";
import type { Invocation } from "./processes.ts";
import type { PortsList, SiteOptions } from "./site.ts";
import type { SshDaemons, SshTransport, UnitState } from "./ssh.ts";

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
  /**
   * admin.conf, scheduler.conf, controller-manager.conf, super-admin.conf below /etc/kubernetes; where those of the
   * components are not there, what their --kubeconfig names and what the distribution has in their place.
   */
  readonly "stat.cp-kubeconfigs": readonly NamedFile[];
  /** The file named by authentication.x509.clientCAFile. Absent: the kubelet names none. */
  readonly "stat.kubelet-client-ca": NamedFile;
  /**
   * Everything below /etc/kubernetes/pki, and /etc/kubernetes itself as the listing's parent. Where that is not there,
   * the distribution's own directory with `inPlaceOf` saying so.
   */
  readonly "stat.pki": { readonly parent: FileStat; readonly walk: Walk; readonly inPlaceOf?: string };
  /** The files below the same directory that hold "PRIVATE KEY". Absent: there is no such directory. */
  readonly "keys.pki": readonly string[];
  /** The data directory of every etcd of the node, and its write-ahead log where that is elsewhere. Absent: no etcd. */
  readonly "stat.etcd-data": readonly EtcdDirectory[];
  /** The file of etcd's --config-file or ETCD_CONFIG_FILE, which then alone counts. Absent: none is named. */
  readonly "content.etcd-config": ParsedFile;
  /** Existence of files that component flags name, by path on the host. */
  readonly "stat.flag-files": Readonly<Record<string, Observed<FileStat>>>;
  /** The certificates in files that components use, by path on the host; none where a file holds none. */
  readonly certificates: Readonly<Record<string, Observed<readonly Certificate[]>>>;
  /** The file of kube-apiserver's --audit-policy-file. Absent, as with the next four: the flag is not set. */
  readonly "content.audit-policy": ParsedFile;
  readonly "content.encryption-config": ParsedFile;
  /** The file of --admission-control-config-file; a file that it names for PodSecurity is put in its place. */
  readonly "content.admission-config": ParsedFile;
  readonly "content.authorization-config": ParsedFile;
  readonly "content.authentication-config": ParsedFile;
  /** The kubeconfig of kube-proxy, through /proc/PID/root. Absent: no kube-proxy process, or none that uses a kubeconfig. */
  readonly "stat.kube-proxy-kubeconfig": NamedFile;
  /** Every kubeconfig that was found, with the kinds of credentials in it; what they are stays on the node. */
  readonly kubeconfigs: KubeconfigSearch;
  /** What the kubelet serves with that rotates it: kubelet-server-current.pem of its --cert-dir. Absent: no such file, or no kubelet. */
  readonly "certificates.kubelet-serving": readonly Certificate[];
  /** Credentials and configurations of clouds: those in usual places, and the files of --cloud-config. */
  readonly "stat.cloud-files": CloudFiles;
  readonly "host.sshd": SshDaemons;
  /** Every kubectl of the node with the version that it says. Absent: searched all places (the source's request), none there. */
  readonly "host.kubectl": KubectlSearch;
  /** Every socket of the node's own network that takes from anyone, and the programs that hold it. */
  readonly "host.listeners": readonly Listener[];
  /** What filters packets to the node's own ports. */
  readonly "host.packet-filter": PacketFilter;
  /** Of the known services (known-services.ts) those that systemd knows, in whatever state. */
  readonly "host.services": readonly UnitState[];
  /** The container engines that were found; that none was proves nothing. */
  readonly "host.engines": readonly ContainerEngine[];
  /** The configurations in /etc/cni/net.d, in the order in which runtimes take the first. Absent: no such directory. */
  readonly "host.cni": readonly CniConfiguration[];
  readonly "host.journal": JournalState;
  readonly "host.security-modules": SecurityModules;
  readonly "host.container-labels": ContainerLabels;
  /** What rsyslog is configured to send. Absent: it has no configuration. */
  readonly "host.rsyslog": LogForwarding;
  /** What systemd-journal-upload is configured to send. Absent: it has no configuration. */
  readonly "host.journal-upload": LogForwarding;
  /** The seccomp profiles that pods may name, of JSON files. Absent: no kubelet, or no directory of them. */
  readonly "host.seccomp-profiles": readonly SeccompProfile[];
  /** Absent: no SSH connection was tried, the node was read at its console. */
  readonly "ssh.transport": SshTransport;
  /** Whether the node was made by kubeadm: what shows it. */
  /** What the kernel calls the boot that it runs since (random(4)): no other machine has the same, containers of one have. */
  readonly "host.boot-id": string;
  readonly "node.kubeadm": readonly string[];
  /** The distribution. Absent: every sign was looked for, none is there and no component runs. */
  readonly "node.layout": NodeLayout;
};

/** What a node is, and what shows it. A node can be both (no taint keeps workloads off the control plane). */
export type NodeRoles = {
  readonly controlPlane: boolean;
  readonly worker: boolean;
  /** Runs etcd and no other control-plane component. */
  readonly etcdOnly: boolean;
  readonly shownBy: readonly string[];
  /** The site's decision by which it is no worker, where it would be one without. */
  readonly decision?: string;
};

/** Facts that no single request shows: concluded from the node, the API and the inventory together before rules are asked. */
export type ConcludedFacts = {
  readonly "node.role": NodeRoles;
  /** The node as the API knows it. Absent: the API's node list is complete and does not hold it. */
  readonly "node.api": ApiNode;
  /**
   * What the kubelet itself says is in force. Seen only where the API is asked alone, as a second witness beside the
   * node: it proves nothing of any file or command line.
   */
  readonly "kubelet.configz": KubeletInForce;
  /** All namespaces of the cluster: how each is labelled can decide what the API server admits. */
  readonly "api.namespaces": readonly ApiNamespace[];
  /** Every Service of the cluster with its endpoints. */
  readonly "api.services": readonly ApiService[];
  /** The pods of the cluster that run kube-proxy, on whatever node, by namespace and name. */
  readonly "api.kube-proxy-pods": readonly string[];
  /** The pods that the API has on this node. Absent: the API does not know the node. */
  readonly "api.node-pods": readonly ApiPod[];
  /** What the cluster's ConfigMaps say of its network plugins. */
  readonly "api.network-settings": NetworkSettings;
  /** The RuntimeClasses of the cluster. */
  readonly "api.runtime-classes": readonly RuntimeClass[];
  /** When asking the node ended, ISO 8601 in UTC: rules know no clock. */
  readonly "node.collected-at": string;
  /** Hosts of this run whose etcd was seen: their addresses and DNS names, in the form that URLs have them. */
  readonly "cluster.etcd-hosts": readonly string[];
  /** What the site decided; its defaults where it decided nothing. */
  readonly "site.options": SiteOptions;
  /** Absent: the site gave no list. */
  readonly "site.ppsm": PortsList;
};

/** What one host shows; this is what an evidence file holds. */
export type CollectedFacts = { readonly [K in keyof NodeFacts]: Observed<NodeFacts[K]> };

/** The name of something that a node shows, or that is concluded of it. */
export type NodeFact = keyof NodeFacts | keyof ConcludedFacts;

/** The value of a fact, by its name. */
export type FactValue<K extends NodeFact> = (NodeFacts & ConcludedFacts)[K];

/** Everything that the rules may name. */
export type ObservedFacts = { readonly [K in NodeFact]: Observed<FactValue<K>> };

/** A file of answers that somebody took at the node's console. */
export type ConsoleFile = { readonly file: string; readonly sha256: string; readonly takenAt: string };

/** Whether a host was read; with `console`, from answers taken at its console instead of over SSH. */
export type NodeRead =
  | { readonly state: "read"; readonly console?: ConsoleFile }
  | { readonly state: "unread" | "not-in-inventory"; readonly cause: UnknownReason; readonly message: string };

/** All that was seen of one host in one run, and all that could not be. */
export type NodeEvidence = {
  readonly node: string;
  readonly address: string;
  readonly declaredRole: "control-plane" | "worker" | "etcd";
  readonly labels: Readonly<Record<string, string>>;
  /** Whether all that was asked got an answer; a node whose session broke keeps the facts that came before. */
  readonly read: NodeRead;
  /** When asking ended, ISO 8601 in UTC; of a sweep at the console, when the file was read. */
  readonly collectedAt: string;
  /** SHA-256 of the reader program that ran. */
  readonly readerSha256: string;
  readonly facts: CollectedFacts;
};

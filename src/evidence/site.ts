import type { Attestation, Waiver } from "./waivers.ts";

/** Choices that a check text leaves to the site; each has a default, so that nothing has to be decided. */
export type SiteOptions = {
  /** A control-plane node without a taint that keeps workloads off is a worker too (V-242393, V-242397 and the like). */
  readonly dualRoleIsWorker: boolean;
  /** The Note of V-242393: a worker that times out, but is Ready in the API, has no reachable SSH service. */
  readonly sshUnreachableIsNotAFinding: boolean;
  /** V-242436 is judged for API servers since 1.25 too, of which its text does not speak. */
  readonly v242436Always: boolean;
  /** Namespaces beside the three system ones that may be exempt from Pod Security Admission (V-254800). */
  readonly psaExemptNamespaces: readonly string[];
  /** The cluster has one node, and is meant to (fault-tolerance). */
  readonly singleNodeByDesign: boolean;
  /** Objects of which the site says that what looks like a credential is none (V-274883, plaintext-credentials). */
  readonly sensitiveExceptions: readonly SensitiveException[];
};

/** An object that may hold what looks like a credential, and why. */
export type SensitiveException = {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly justification: string;
};

/** What holds where the site decided nothing. */
export const defaultSiteOptions: SiteOptions = {
  dualRoleIsWorker: true,
  sshUnreachableIsNotAFinding: false,
  v242436Always: false,
  psaExemptNamespaces: [],
  singleNodeByDesign: false,
  sensitiveExceptions: [],
};

/** The components whose ports are registered with the PPSM office (V-242410 to V-242413). */
export type PortComponent = "kube-apiserver" | "kube-scheduler" | "kube-controller-manager" | "etcd";
/** As a list of approved ports has it. */
export type PortProtocol = "tcp" | "udp" | "sctp";
/** How far an address reaches: loopback, addresses of the node, all addresses. */
export type AddressClass = "loopback" | "node-ip" | "any";

/** One entry of the approved list: ports `first` to `last`, both included. */
export type ApprovedPort = {
  readonly first: number;
  readonly last: number;
  readonly protocol: PortProtocol;
  readonly address: AddressClass;
  readonly direction: "in" | "out";
  /** Where the PPSM Category Assurance List has it. */
  readonly calReference?: string;
  readonly purpose?: string;
};

/** What every approved list says of itself. Without document, approver and date it approves nothing. */
export type ApprovalDocument = {
  readonly document?: string;
  readonly version?: string;
  readonly approvedBy?: string;
  /** ISO 8601 dates. */
  readonly date?: string;
  readonly expires?: string;
};

/** The site's approved ports, protocols and services. */
export type PortsList = ApprovalDocument & {
  readonly components: Readonly<Partial<Record<PortComponent, readonly ApprovedPort[]>>>;
};

/** What makes a pod: a workload, a static pod's manifest, or a person or an object that is none of these (Pod). */
export const podMakers = [
  "DaemonSet",
  "Deployment",
  "StatefulSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
  "StaticPod",
  "Pod",
] as const;
export type PodMaker = (typeof podMakers)[number];

/** Pods in kube-system that the site calls the cluster's own, by what makes them, and by a label or a service account. */
export type SystemPods = {
  readonly kind: PodMaker;
  /** `*` stands for any text; of a static pod without the node's name. */
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
  readonly justification: string;
};

/** The site's own list of pods that belong to the cluster (V-242417). */
export type SystemPodsList = {
  readonly document?: string;
  /** Nothing is missing: what neither the list nor plimsoll knows is a user's. */
  readonly complete: boolean;
  readonly patterns: readonly SystemPods[];
};

/** One minor release 1.MINOR, the last day on which it is supported, and its newest patch where that is known. */
export type SupportedRelease = {
  readonly minor: number;
  /** ISO 8601 date. */
  readonly endOfLife: string;
  readonly newestPatch?: number;
};

/** Which releases are supported until when, as known on one day (V-242443). */
export type SupportTable = {
  /** ISO 8601 date. */
  readonly asOf: string;
  readonly source?: string;
  readonly releases: readonly SupportedRelease[];
};

/** The ways to a Secret that a list can approve: a verb on secrets, or rights that lead to them. */
export type SecretVerb = "get" | "list" | "watch" | "indirect";

/** One approved reader of Secrets. */
export type ApprovedReader = {
  /** `User:NAME`, `Group:NAME` or `ServiceAccount:NAMESPACE/NAME`. */
  readonly subject: string;
  /** The whole cluster, or some namespaces. */
  readonly scope: "cluster" | readonly string[];
  readonly verbs: readonly SecretVerb[];
};

/** The Secrets that one workload, as `KIND/NAME`, may have. */
export type ApprovedAttachment = {
  readonly namespace: string;
  readonly workload: string;
  readonly secrets: readonly string[];
};

/** Who may read Secrets. */
export type SecretAccessList = ApprovalDocument & {
  readonly readers: readonly ApprovedReader[];
  readonly attachments: readonly ApprovedAttachment[];
  /** Covers what Kubernetes itself makes for its own components. */
  readonly builtin: boolean;
};

/** What a provider says of one rule that is its own, in writing. */
export type AttestedRule = { readonly status: "not_a_finding" | "not_applicable"; readonly statement: string };

/** What the provider of the cluster attests of rules that nobody else can look at, by Vuln ID. */
export type ProviderAttestation = ApprovalDocument & { readonly rules: Readonly<Record<string, AttestedRule>> };

/** All that the site decided and no probe can see. */
export type SiteDecisions = {
  readonly options: SiteOptions;
  readonly ppsm?: PortsList;
  readonly systemPods?: SystemPodsList;
  readonly supportTable?: SupportTable;
  readonly secretAccess?: SecretAccessList;
  readonly providerAttestation?: ProviderAttestation;
  readonly waivers?: readonly Waiver[];
  readonly attestations?: readonly Attestation[];
};

/** A site that decided nothing. */
export const undecided: SiteDecisions = { options: defaultSiteOptions };

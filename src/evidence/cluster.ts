import type { AdmissionPolicy, AdmissionWebhook, RuntimeClass } from "./admission.ts";
import type { DiscoveredVersion } from "./discovery.ts";
import type { ClusterImagePolicy, KyvernoPolicies, KyvernoSettings } from "./image-policies.ts";
import type { KubeletOfNode } from "./kubelet-in-force.ts";
import type { TellingAnnotation } from "./layout.ts";
import type { ApiLimitRange, ApiResourceQuota, ApiServiceAccount } from "./namespace-limits.ts";
import type { NamespacedList } from "./namespaced-objects.ts";
import type { NetworkPolicy } from "./network-policies.ts";
import type { FelixConfiguration, NetworkSettings, PeerAuthentication } from "./network-settings.ts";
import type { Observed } from "./observed.ts";
import type { PluginPolicy } from "./plugin-policies.ts";
import type { NodeVolume } from "./pod-security.ts";
import type { PodSecurityPolicy } from "./pod-security-policies.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload } from "./pods.ts";
import type { Rbac } from "./rbac.ts";
import type { SensitiveLists } from "./sensitive.ts";
import type { PortProtocol } from "./site.ts";

/** Arguments that somebody gave to components within another process; what that gives them itself is not among them. */
export type GivenArguments = Readonly<
  Partial<Record<"kube-apiserver" | "kube-controller-manager" | "kube-scheduler", readonly string[]>>
>;

/** A node as the API knows it: the second witness of which hosts exist and what they are. */
export type ApiNode = {
  readonly name: string;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  readonly ready: boolean;
  readonly kubeletVersion: string;
  /** The operating system in the node's own words; empty where it says nothing. */
  readonly osImage: string;
  /** The container runtime and the kernel in the node's own words; none where it says nothing, and in runs of 0.1.0. */
  readonly runtime?: string;
  readonly kernel?: string;
  /** What the node's kernel calls its boot, by its kubelet; none where it says nothing, and in older runs. */
  readonly bootId?: string;
  /** The names of its annotations that tell a distribution, never their values; runs of 0.1.0 have none. */
  readonly annotations?: readonly TellingAnnotation[];
  /** By K3s' annotation. */
  readonly givenArguments?: GivenArguments;
  /** The scheme of its providerID, `aws`: the cloud it is on, or what else put it there. */
  readonly provider?: string;
};

/** A namespace as the API lists it. */
export type ApiNamespace = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isTerminating?: true;
};

/** One port of a Service. */
export type ServicePort = {
  readonly protocol: PortProtocol;
  readonly port: number;
  readonly nodePort?: number;
};

/** A Service, and where it leads by its EndpointSlices. */
export type ApiService = {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** Has an address of its own within the cluster. */
  readonly clusterIP: boolean;
  /** Is published on addresses outside the cluster: external addresses, or a load balancer. */
  readonly external: boolean;
  /** The labels and the selector, of them only the keys that name a component. */
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  readonly endpoints: readonly {
    readonly address: string;
    readonly protocol: PortProtocol;
    readonly port: number;
    /** Is not to be sent anything yet, or any more; of older runs none is known to be so. */
    readonly isNotReady?: true;
  }[];
};

/** An Ingress with the Secrets of its certificates, by name. */
export type ApiIngress = { readonly namespace: string; readonly name: string; readonly tlsSecrets: readonly string[] };

/** Every fact the API server can give, by the names that the rule conditions use. */
export type ClusterFacts = {
  /** `gitVersion` of GET /version. */
  readonly "api.version": string;
  readonly "api.nodes": readonly ApiNode[];
  readonly "api.namespaces": readonly ApiNamespace[];
  /** All Services of all namespaces, joined with their EndpointSlices. */
  readonly "api.services": readonly ApiService[];
  readonly "api.pods": readonly ApiPod[];
  /** Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs, CronJobs, ReplicationControllers of all namespaces. */
  readonly "api.workloads": readonly ApiWorkload[];
  /** The PodTemplates of all namespaces: apart, for no reading by the text of a rule speaks of them. */
  readonly "api.pod-templates": readonly ApiPodTemplate[];
  /** Of the PersistentVolumes those that are paths on nodes. */
  readonly "api.persistent-volumes": readonly NodeVolume[];
  /** Every version of every API group, of each group the preferred one first. */
  readonly "api.discovery": readonly DiscoveredVersion[];
  /** In the reserved namespaces every resource of the category `all`. */
  readonly "api.all-category": readonly NamespacedList[];
  /** In the reserved namespaces what else users make: ConfigMaps, claims, Ingresses, custom resources; never Secrets. */
  readonly "api.user-resources": readonly NamespacedList[];
  /** All PodSecurityPolicies; absent where the API server serves none. */
  readonly "api.psp": readonly PodSecurityPolicy[];
  readonly "api.rbac": Rbac;
  readonly "api.ingresses": readonly ApiIngress[];
  /** The NetworkPolicies of networking.k8s.io; those of network plugins are none of them. */
  readonly "api.network-policies": readonly NetworkPolicy[];
  /** Policies of Cilium, of Calico and for administrators; absent where the API server serves none of them. */
  readonly "api.plugin-policies": readonly PluginPolicy[];
  /** Calico's; absent where the API server serves none. */
  readonly "api.felix-configurations": readonly FelixConfiguration[];
  /** Istio's; absent where the API server serves none. */
  readonly "api.peer-authentications": readonly PeerAuthentication[];
  /** What the ConfigMaps of network plugins say. */
  readonly "api.network-settings": NetworkSettings;
  readonly "api.limit-ranges": readonly ApiLimitRange[];
  readonly "api.resource-quotas": readonly ApiResourceQuota[];
  readonly "api.service-accounts": readonly ApiServiceAccount[];
  /** Where ConfigMaps, pods, workloads and Services hold what looks like a credential. */
  readonly "api.sensitive": SensitiveLists;
  /** The webhooks of all ValidatingWebhookConfigurations and MutatingWebhookConfigurations. */
  readonly "api.admission-webhooks": readonly AdmissionWebhook[];
  /** The ValidatingAdmissionPolicies; absent, as the two next, where the API server serves none. */
  readonly "api.admission-policies": readonly AdmissionPolicy[];
  /** Of Kyverno's policies those that look at images. */
  readonly "api.kyverno-policies": KyvernoPolicies;
  readonly "api.cluster-image-policies": readonly ClusterImagePolicy[];
  /** The ConfigMaps that are Kyverno's settings. */
  readonly "api.kyverno-settings": readonly KyvernoSettings[];
  readonly "api.runtime-classes": readonly RuntimeClass[];
  /** What each node's kubelet says is in force. Not collected unless the inventory asks for it. */
  readonly "api.configz": readonly KubeletOfNode[];
};

/** The name of something that the API server shows. */
export type ClusterFact = keyof ClusterFacts;

/** What the API server shows; this is what an evidence file holds. */
export type ObservedClusterFacts = { readonly [K in ClusterFact]: Observed<ClusterFacts[K]> };

/** All that was seen of the API in one run. */
export type ClusterEvidence = {
  readonly cluster: string;
  readonly collectedAt: string;
  /** The server's certificate was not verified, because the inventory says so. */
  readonly unverifiedTls?: true;
  /** The host of the inventory through which it was reached, and the kubeconfig there where that one was used. */
  readonly via?: { readonly host: string; readonly kubeconfigOnNode?: string };
  readonly facts: ObservedClusterFacts;
};

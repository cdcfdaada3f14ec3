import type { ClusterFacts } from "./cluster.ts";
import type { NodeFact, ObservedFacts } from "./node.ts";
import type { Observed } from "./observed.ts";
import type { SecretAccessList, SiteOptions, SupportTable, SystemPodsList } from "./site.ts";

/** What rules on the cluster may ask of one host. */
export const hostFacts = [
  "node.role",
  "node.layout",
  "node.api",
  "host.kubectl",
  "host.listeners",
  "stat.cloud-files",
  "content.admission-config",
  "manifest.kube-apiserver",
  "manifest.kube-controller-manager",
  "manifest.kube-scheduler",
  "process.kube-apiserver",
  "process.kube-controller-manager",
  "process.kube-scheduler",
  "process.kube-proxy",
  "manifest.etcd",
  "process.etcd",
  "process.kubelet",
  "kubelet.config",
] as const satisfies readonly NodeFact[];
type HostFact = (typeof hostFacts)[number];

/** A host of the run, or a node that only the API knows. */
export type RunHost = {
  readonly name: string;
  /** All that it was asked it answered; what another shows may be a finding, never a pass. */
  readonly isRead: boolean;
  readonly facts: Pick<ObservedFacts, HostFact>;
};

/** What no GET shows: concluded from the whole run before rules on the cluster are asked. */
export type RunFacts = {
  /** Every host of the run, and every node that only the API knows. */
  readonly "run.hosts": readonly RunHost[];
  /** When asking the API ended, ISO 8601 in UTC: rules know no clock. */
  readonly "run.collected-at": string;
  /** By what the API servers of this run decide what is allowed: `Node`, `RBAC`, all that one of them has. */
  readonly "run.authorizers": readonly string[];
  readonly "site.options": SiteOptions;
  /** Absent, as the next two: the site gave none. */
  readonly "site.secret-access": SecretAccessList;
  readonly "site.system-pods": SystemPodsList;
  readonly "site.support-table": SupportTable;
};

type AllFacts = ClusterFacts & RunFacts;

/** The facts that rules on the cluster may name. */
export type ClusterRuleFact = keyof AllFacts;

/** All of them, as rules on the cluster are shown them. */
export type ObservedForCluster = { readonly [K in ClusterRuleFact]: Observed<AllFacts[K]> };

import type { GuidanceRequirement } from "../requirement.ts";

type Section = GuidanceRequirement["section"];

const namespaces: Section = { v10: "Namespaces" };
const networkPolicies: Section = { v10: "Network policies" };
const resourcePolicies: Section = { v10: "Resource policies" };
const controlPlane: Section = { v10: "Control plane hardening" };
const etcd: Section = { v10: "Etcd" };
const kubeconfigs: Section = { v10: "Kubeconfig files" };
const workers: Section = { v10: "Worker node segmentation" };

/** What the guidance asks on network separation, the control plane and workers. */
export const networkAndControlPlane: readonly GuidanceRequirement[] = [
  {
    id: "dedicated-namespaces",
    severity: "medium",
    title: "Workloads have namespaces of their own",
    section: namespaces,
    appendices: ["D"],
    stig: ["V-242383", "V-242417"],
    nist: ["SC-2", "SC-4"],
  },
  {
    id: "default-deny-network",
    severity: "high",
    title: "Every namespace of users denies traffic that no policy allows",
    section: networkPolicies,
    appendices: ["E"],
    stig: [],
    nist: ["AC-4", "SC-7"],
  },
  {
    id: "network-policy-enforcement",
    severity: "high",
    title: "The network plugin enforces network policies on every node",
    section: networkPolicies,
    appendices: [],
    stig: [],
    nist: ["AC-4", "SC-7"],
  },
  {
    id: "container-resource-limits",
    severity: "medium",
    title: "Every container has limits on processor time and memory",
    section: resourcePolicies,
    appendices: ["F"],
    stig: [],
    nist: ["SC-5", "SC-6"],
  },
  {
    id: "namespace-resource-policies",
    severity: "low",
    title: "Every namespace of users has a quota and default limits",
    section: resourcePolicies,
    appendices: ["F", "G"],
    stig: [],
    nist: ["SC-5", "SC-6"],
  },
  {
    id: "control-plane-listeners",
    severity: "high",
    title: "The control plane listens on TLS ports only, and only where it must",
    section: controlPlane,
    appendices: [],
    stig: ["V-242384", "V-242385", "V-242389", "V-242410", "V-242411", "V-242412", "V-242413"],
    nist: ["CM-7", "SC-8"],
  },
  {
    id: "control-plane-firewall",
    severity: "medium",
    title: "A firewall limits who reaches the control plane",
    section: controlPlane,
    appendices: [],
    stig: ["V-242410"],
    nist: ["SC-7"],
  },
  {
    id: "etcd-transport-security",
    severity: "high",
    title: "Etcd speaks TLS and wants certificates of clients and peers",
    section: etcd,
    appendices: [],
    stig: [
      "V-242379",
      "V-242380",
      "V-242423",
      "V-242426",
      "V-242427",
      "V-242428",
      "V-242429",
      "V-242430",
      "V-242431",
      "V-242432",
      "V-242433",
    ],
    nist: ["SC-8", "SC-13", "IA-3"],
  },
  {
    id: "etcd-access-isolation",
    severity: "medium",
    title: "Only API servers have access to etcd",
    section: etcd,
    appendices: [],
    stig: ["V-242445", "V-242459"],
    nist: ["AC-3", "AC-6", "SC-7"],
  },
  {
    id: "kubeconfig-permissions",
    severity: "high",
    title: "Only their owners can read kubeconfig files",
    section: kubeconfigs,
    appendices: [],
    stig: ["V-242446", "V-242447", "V-242448", "V-242452", "V-242453", "V-242460"],
    nist: ["AC-3", "AC-6"],
  },
  {
    id: "kubelet-access",
    severity: "high",
    title: "Kubelets answer only to who is authenticated and allowed",
    section: workers,
    appendices: [],
    stig: ["V-242387", "V-242391", "V-242392", "V-242420"],
    nist: ["AC-3", "IA-2", "IA-3"],
  },
  {
    id: "worker-node-segmentation",
    severity: "medium",
    title: "Control planes are kept apart from workers and their pods",
    section: workers,
    appendices: [],
    stig: ["V-242393", "V-242394"],
    nist: ["SC-2", "SC-7"],
  },
];

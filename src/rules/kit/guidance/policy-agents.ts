import type { ApiPod } from "../../../evidence/pods.ts";

/** An agent that enforces network policies, by the names of its containers and programs. */
export type PolicyAgent = {
  readonly product: string;
  readonly containers: readonly string[];
  /** Programs that hold sockets of the node. */
  readonly programs: readonly string[];
  /** The network plugins whose pods it enforces for: one of them must be in force on the node. */
  readonly plugins: readonly string[];
  /** What decides whether it enforces; nothing: it always does. */
  readonly unless?: string;
};

/** The agents that are known, by their projects' own manifests. */
export const policyAgents: readonly PolicyAgent[] = [
  {
    product: "Calico",
    containers: ["calico-node"],
    programs: ["calico-node"],
    // Canal's plugin is Calico's; on AWS, Azure and in GKE it only enforces.
    plugins: ["calico", "aws-cni", "azure-vnet"],
  },
  { product: "Cilium", containers: ["cilium-agent"], programs: ["cilium-agent"], plugins: ["cilium-cni"] },
  { product: "Antrea", containers: ["antrea-agent"], programs: ["antrea-agent"], plugins: ["antrea"] },
  { product: "Weave Net", containers: ["weave-npc"], programs: ["weave-npc"], plugins: ["weave-net"] },
  {
    product: "OVN-Kubernetes",
    containers: ["ovnkube-node", "ovnkube-controller"],
    programs: ["ovnkube"],
    plugins: ["ovn-k8s-cni-overlay"],
  },
  { product: "Azure NPM", containers: ["azure-npm"], programs: ["azure-npm"], plugins: ["azure-vnet"] },
  {
    product: "kube-router",
    containers: ["kube-router"],
    programs: ["kube-router"],
    plugins: ["bridge"],
    unless: "it enforces unless --run-firewall=false",
  },
  {
    product: "the network policy agent of Amazon VPC CNI",
    containers: ["aws-eks-nodeagent", "aws-network-policy-agent"],
    programs: ["aws-network-policy-agent"],
    plugins: ["aws-cni"],
    unless: "it enforces only with --enable-network-policy=true",
  },
  {
    product: "Kube-OVN",
    containers: ["cni-server", "kube-ovn-cni"],
    programs: ["kube-ovn-daemon"],
    plugins: ["kube-ovn"],
    unless: "it enforces unless --enable-np=false",
  },
  {
    product: "kindnet",
    containers: ["kindnet-cni"],
    programs: ["kindnetd"],
    plugins: ["ptp"],
    unless: "only its newer releases enforce",
  },
  {
    product: "kube-network-policies",
    containers: ["kube-network-policies"],
    programs: ["kube-network-policies"],
    plugins: [],
    unless: "for which plugins it enforces is not known",
  },
];

/** Whether an agent's pods are on the node's network, and a DaemonSet's: any user's pod may have a container of the name. */
export const isOfDaemonSet = ({ hostNetwork, phase, owner }: ApiPod): boolean =>
  hostNetwork && phase === "Running" && owner?.kind === "DaemonSet";

/** Whether a pod runs the agent of a product that is known. */
export const isAgentPod = (pod: ApiPod, product: string): boolean =>
  isOfDaemonSet(pod) &&
  policyAgents.some(
    (agent) => agent.product === product && pod.containers.some(({ name }) => agent.containers.includes(name)),
  );

/** Plugins that connect pods and let everything through; only the first two stand alone. */
export const plainPlugins: readonly string[] = [
  "bridge",
  "flannel",
  "host-local",
  "loopback",
  "portmap",
  "bandwidth",
  "tuning",
  "firewall",
  "sbr",
];

/** Distributions that enforce, or keep their network configurations, elsewhere than others. */
export const ownNetwork = {
  k3s: "K3s enforces policies in its own process, unless --disable-network-policy",
  openshift: "OpenShift has its network configurations elsewhere than in /etc/cni/net.d",
  microk8s: "MicroK8s has its network configurations elsewhere than in /etc/cni/net.d",
} as const;

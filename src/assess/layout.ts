import type { ApiNode } from "../evidence/cluster.ts";
import { type DistributionName, distributions, type NodeLayout, type TellingAnnotation } from "../evidence/layout.ts";
import type { CollectedFacts } from "../evidence/node.ts";
import { type Observed, present, unknown } from "../evidence/observed.ts";

/** What the API tells of a distribution: a part of the kubelet's version, a label, an annotation, the operating system. */
type ApiSign = {
  readonly distribution: DistributionName;
  readonly version?: RegExp;
  readonly label?: string;
  readonly annotations?: readonly TellingAnnotation[];
  readonly os?: RegExp;
};

// The more particular first. EKS Anywhere has EKS's versions on control planes of its own: roles.ts minds their labels.
const signs: readonly ApiSign[] = [
  { distribution: "talos", os: /^Talos\b/ },
  { distribution: "rke2", version: /\+rke2r\d/, annotations: ["rke2.io/node-args"] },
  { distribution: "k3s", version: /\+k3s\d/, annotations: ["k3s.io/node-args"] },
  { distribution: "kops", label: "kops.k8s.io/instancegroup" },
  { distribution: "eks", label: "eks.amazonaws.com/nodegroup", version: /-eks-/ },
  { distribution: "aks", label: "kubernetes.azure.com/cluster" },
  { distribution: "gke", label: "cloud.google.com/gke-nodepool", version: /-gke\./ },
  { distribution: "microk8s", label: "microk8s.io/cluster" },
  { distribution: "gardener", label: "worker.gardener.cloud/pool" },
  { distribution: "rke1", annotations: ["rke.cattle.io/internal-ip", "rke.cattle.io/external-ip"] },
];

function signOf({ version, label, annotations = [], os }: ApiSign, node: ApiNode): readonly string[] {
  const byOs = os?.test(node.osImage) === true ? [`the operating system ${node.osImage}`] : [];
  const byVersion = version?.test(node.kubeletVersion) === true ? [`the kubelet's version ${node.kubeletVersion}`] : [];
  const byLabel = label !== undefined && label in node.labels ? [`the label ${label}`] : [];
  const byAnnotation = annotations.flatMap((name) =>
    node.annotations?.includes(name) === true ? [`the annotation ${name}`] : [],
  );
  return [...byOs, ...byVersion, ...byLabel, ...byAnnotation].map((sign) => `${sign} in the API`);
}

/**
 * The node's distribution: what the node shows decides; where it shows none that is known, or could not be looked at,
 * the API's word.
 */
export function concludeLayout(own: Observed<NodeLayout>, apiNode: Observed<ApiNode>): Observed<NodeLayout> {
  const isShown = own.state === "present" && own.value.distribution !== "plain";
  if (isShown || apiNode.state !== "present") return own;
  const found = signs.find((sign) => signOf(sign, apiNode.value).length > 0);
  if (found === undefined) return own;
  const { distribution } = found;
  const shownBy = signOf(found, apiNode.value);
  return present({ ...distributions[distribution], distribution, shownBy, alsoSeen: [] }, apiNode.source);
}

/** Facts of a Talos node that nobody could read: it has no SSH, which is why, whatever the attempt said. */
export function withoutSsh(facts: CollectedFacts, layout: Observed<NodeLayout>): CollectedFacts {
  if (layout.state !== "present" || layout.value.distribution !== "talos") return facts;
  const named = Object.entries(facts).map(([name, fact]): readonly [string, Observed<unknown>] => {
    if (fact.state !== "unknown" || fact.source.request !== "ssh") return [name, fact];
    const request = "ssh (Talos has no SSH: of this node only the API answers)";
    return [name, unknown(fact.reason, fact.message, { ...fact.source, request })];
  });
  return Object.fromEntries(named) as CollectedFacts;
}

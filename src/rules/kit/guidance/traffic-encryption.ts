import { entriesSeen } from "../../../evidence/observed.ts";
import type { ApiPod, PodSpec } from "../../../evidence/pods.ts";
import { notAFinding, notApplicable, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { readImageName } from "../cluster/image-name.ts";
import { listed } from "../unknown-data.ts";
import { byIstio } from "./encryption/by-istio.ts";
import { byCalico, byCilium, byFlannel } from "./encryption/by-plugin.ts";
import { type EncryptionFacts, helping, needed, type Outcome, unclear } from "./encryption/outcome.ts";
import { type ByGroup, servedBy } from "./images/served-groups.ts";

/** Service meshes, and network plugins that can encrypt, by the API groups of their settings. */
const byGroups: ByGroup = [
  [/^(security|networking)\.istio\.io$/, "Istio"],
  [/^(policy\.)?linkerd\.io$/, "Linkerd"],
  [/^consul\.hashicorp\.com$/, "Consul"],
  [/^kuma\.io$/, "Kuma"],
  [/^(config|policy)\.openservicemesh\.io$/, "Open Service Mesh"],
  [/^appmesh\.k8s\.aws$/, "AWS App Mesh"],
  [/^cilium\.io$/, "Cilium (WireGuard, IPsec or mutual TLS)"],
  [/^(crd\.)?projectcalico\.org$/, "Calico (WireGuard)"],
  [/^crd\.antrea\.io$/, "Antrea (IPsec or WireGuard)"],
  [/^k8s\.ovn\.org$/, "OVN-Kubernetes (IPsec)"],
  [/^kubeovn\.io$/, "Kube-OVN (IPsec)"],
];

/** The same by the repositories of their images, of those that keep their settings elsewhere too. */
const byImages: readonly (readonly [repository: RegExp, name: string])[] = [
  [/\/istio\/(proxyv2|ztunnel|pilot)$/, "Istio"],
  [/\/(linkerd\/)?proxy$|\/linkerd2?-proxy$/, "Linkerd"],
  [/[/-]flannel[^/]*$/, "Flannel (WireGuard or IPsec)"],
  [/[/-]weave-kube[^/]*$/, "Weave Net (NaCl)"],
  [/\/cilium$/, "Cilium (WireGuard, IPsec or mutual TLS)"],
  [/\/kuma-dp$/, "Kuma"],
  [/\/consul-dataplane$/, "Consul"],
];

// K3s has Flannel within its own process.
const embedding = "k3s";

// Far longer than a name can be; the API takes any, and patterns are tried from every letter.
const longestName = 1000;

const imagesOf = (specs: readonly PodSpec[]): readonly string[] =>
  specs.flatMap(({ containers }) => containers.map(({ image }) => readImageName(image).repository.slice(-longestName)));

/** What may encrypt, and what keeps that from being known. */
function encryptersOf(facts: EncryptionFacts): {
  readonly found: readonly string[];
  readonly unseen: readonly string[];
} {
  const pods: readonly ApiPod[] = entriesSeen(facts["api.pods"]);
  const images = [...new Set(imagesOf([...pods, ...entriesSeen(facts["api.workloads"])]))];
  const named = byImages.flatMap(([repository, name]) => (images.some((one) => repository.test(one)) ? [name] : []));
  const layouts = entriesSeen(facts["run.hosts"]).map((host) => host.facts["node.layout"]);
  const embedded = layouts.some((layout) => layout.state === "present" && layout.value.distribution === embedding);
  return {
    found: [
      ...new Set([
        ...servedBy(byGroups, entriesSeen(facts["api.discovery"])),
        ...named,
        ...(embedded ? ["Flannel within K3s (WireGuard)"] : []),
      ]),
    ],
    unseen: layouts.some((layout) => layout.state === "unknown") ? ["the distribution of a node was not seen"] : [],
  };
}

/** What is read of those that can encrypt, by their names; of others it is for a person. */
const outcomes: readonly (readonly [name: RegExp, outcome: (facts: EncryptionFacts) => Outcome])[] = [
  [/^Cilium\b/, byCilium],
  [/^Calico\b/, byCalico],
  [/^Flannel \(/, byFlannel],
  [/^Istio$/, byIstio],
];
const outcomeOf = (name: string, facts: EncryptionFacts): Outcome =>
  outcomes.find(([known]) => known.test(name))?.[1](facts) ?? unclear("its settings are not read");

function judge(facts: EncryptionFacts): Verdict {
  const { "api.discovery": discovery, "api.pods": pods, "api.nodes": nodes } = facts;
  if (discovery.state === "absent" || pods.state === "absent") return notReviewed("The pods were not listed.");
  if (nodes.state === "absent") return notReviewed("The nodes were not listed.");
  const { found, unseen } = encryptersOf(facts);
  const judged = found.map((name) => ({ name, ...outcomeOf(name, facts) }));
  const seen: readonly Seen[] = judged.map(({ name, why }) => ({ what: name, value: why, source: discovery.source }));
  const namesOf = (state: Outcome["state"]) => judged.flatMap((one) => (one.state === state ? [one.name] : []));
  const [encrypting, left] = [namesOf("on"), [...namesOf("unclear"), ...unseen]];
  if (encrypting.length > 0)
    return notAFinding(`Traffic between pods of users is encrypted by ${listed(encrypting)}.`, seen);
  if (left.length > 0) {
    const rows = unseen.map((value): Seen => ({ what: "nodes", value, unseen: "not-collected", source: nodes.source }));
    return notReviewed(
      `Whether traffic between pods is encrypted is not known of all that may do it: ${listed(left)}.`,
      [...seen, ...rows],
    );
  }
  return found.length > 0
    ? open(`Traffic between pods is not encrypted, or need not be: ${listed(found)}.`, seen)
    : notApplicable("No service mesh and no network plugin is known here that encrypts traffic between pods.");
}

/** The condition that what can encrypt traffic between pods does so; that nothing known is there makes the check not apply. */
export const trafficEncryption: ClusterCondition = clusterCondition<(typeof needed)[number], (typeof helping)[number]>(
  needed,
  judge,
  helping,
);

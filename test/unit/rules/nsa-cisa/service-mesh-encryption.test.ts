import { describe, expect, it } from "vitest";
import type {
  CiliumSettings,
  FelixConfiguration,
  PeerAuthentication,
} from "../../../../src/evidence/network-settings.ts";
import { entriesSeen } from "../../../../src/evidence/observed.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/service-mesh-encryption.ts";
import { agentPod } from "../../../support/agents.ts";
import { container, pod, workload } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, layoutOf, namespaces, nodeOfApi, nothing } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";
import { podsWith } from "../../../support/network-policies.ts";

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(rule, { ...workloadsRead({ pods: [pod()] }), "api.discovery": here(kubeadm), ...given }).own;
const serving = (version: string) => ({ "api.discovery": here([...kubeadm, discovered(version, [served("a", "A")])]) });
const withKuma = (given: Pick<ObservedForCluster, "api.discovery">): Partial<ObservedForCluster> => {
  const versions = entriesSeen(given["api.discovery"]);
  return { ...given, "api.discovery": here([...versions, discovered("kuma.io/v1alpha1", [served("a", "A")])]) };
};
const withImage = (image: string) => ({ "api.pods": here([pod({ containers: [container({ image })] })]) });

describe("service-mesh-encryption", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["nothing known", {}, "not_applicable"],
    ["Istio", serving("security.istio.io/v1"), "not_reviewed"],
    ["Cilium", serving("cilium.io/v2"), "not_reviewed"],
    ["Calico", serving("crd.projectcalico.org/v1"), "not_reviewed"],
    ["an API of something else", serving("example.com/v1"), "not_applicable"],
    ["Flannel's image", withImage("ghcr.io/flannel-io/flannel:v0.27.0"), "not_reviewed"],
    ["a mirror of it", withImage("docker.io/rancher/mirrored-flannel-flannel:v0.27.0"), "not_reviewed"],
    ["a mesh's proxy", withImage("docker.io/istio/proxyv2:1.27.0"), "not_reviewed"],
    ["a proxy of Kubernetes", withImage("registry.k8s.io/kube-proxy:v1.36.2"), "not_applicable"],
    [
      "a template's image",
      { "api.workloads": here([workload({ containers: [container({ image: "weaveworks/weave-kube:2.8" })] })]) },
      "not_reviewed",
    ],
    ["Flannel within K3s", { "run.hosts": controlPlaneHost({ "node.layout": layoutOf("k3s") }) }, "not_reviewed"],
    ["a node of kubeadm", { "run.hosts": controlPlaneHost({}) }, "not_applicable"],
    ["a node of which nothing is known", { "run.hosts": controlPlaneHost({ "node.layout": denied }) }, "not_reviewed"],
    ["discovery not seen", { "api.discovery": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
    ["workloads not listed", { "api.workloads": denied }, "not_reviewed"],
    ["nodes not listed", { "api.nodes": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("names what it found", () => {
    expect(linesOf(judged(serving("kuma.io/v1alpha1")))).toEqual(["Kuma: its settings are not read"]);
  });
});

/** A cluster of one worker with the agent of a plugin there, and what its settings say. */
const plugin = (agent: string, version: string, more: Partial<ObservedForCluster>, on = "w1") => ({
  ...serving(version),
  "api.nodes": here([nodeOfApi({ name: "w1" })]),
  "api.pods": here([pod(), agentPod(agent, "registry.example/agent:1", { node: on })]),
  ...more,
});
const cilium = (settings: CiliumSettings, on?: string) =>
  plugin("cilium-agent", "cilium.io/v2", { "api.network-settings": here({ cilium: settings }) }, on);
const calico = (...configurations: readonly FelixConfiguration[]) =>
  plugin("calico-node", "crd.projectcalico.org/v1", { "api.felix-configurations": here(configurations) });
const flannel = (flannelBackend: string) =>
  plugin("kube-flannel", "example.com/v1", {
    "api.network-settings": here({ flannelBackend }),
    "api.workloads": here([workload({ containers: [container({ image: "ghcr.io/flannel-io/flannel:v0.27.0" })] })]),
  });
const bothFamilies = () => {
  const addresses = ["10.0.0.7", "fd00::7"].map((address) => ({ type: "InternalIP", address }));
  return { "api.nodes": here([nodeOfApi({ name: "w1", addresses })]) };
};

describe("encryption by a network plugin", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["Cilium's WireGuard", cilium({ "enable-wireguard": "true" }), "not_a_finding"],
    ["Cilium's IPsec", cilium({ "enable-ipsec": "true", "enable-wireguard": "false" }), "not_a_finding"],
    ["Cilium without either", cilium({ "enable-wireguard": "false" }), "open"],
    ["Cilium not on every node", cilium({ "enable-wireguard": "true" }, "w2"), "not_reviewed"],
    ["Cilium's settings not found", { ...cilium({}), "api.network-settings": here({}) }, "not_reviewed"],
    ["Cilium's settings not read", { ...cilium({}), "api.network-settings": denied }, "not_reviewed"],
    ["Cilium's API without Cilium", { ...cilium({}), "api.pods": here([pod()]) }, "not_reviewed"],
    ["Calico's WireGuard", calico({ name: "default", wireguard: true }), "not_a_finding"],
    ["Calico without it", calico({ name: "default", wireguard: false }), "open"],
    ["Calico without a word", calico(), "open"],
    ["Calico on one node", calico({ name: "default" }, { name: "node.w1", wireguard: true }), "not_reviewed"],
    [
      "Calico but on one node",
      calico({ name: "default", wireguard: true }, { name: "node.w1", wireguard: false }),
      "not_reviewed",
    ],
    ["Calico for the other family", calico({ name: "default", wireguardV6: true }), "open"],
    [
      "Calico for one of two families",
      { ...calico({ name: "default", wireguard: true }), ...bothFamilies() },
      "not_reviewed",
    ],
    [
      "Calico for both",
      { ...calico({ name: "default", wireguard: true, wireguardV6: true }), ...bothFamilies() },
      "not_a_finding",
    ],
    ["Calico's settings not read", { ...calico(), "api.felix-configurations": denied }, "not_reviewed"],
    ["Calico's settings not served", { ...calico(), "api.felix-configurations": nothing }, "not_reviewed"],
    [
      "Calico's beside flannel",
      {
        ...calico({ name: "default", wireguard: true }),
        "api.pods": here(
          ["calico-node", "kube-flannel"].map((name) => agentPod(name, "registry.example/agent:1", { node: "w1" })),
        ),
      },
      "not_reviewed",
    ],
    ["flannel's WireGuard", flannel("wireguard"), "not_a_finding"],
    ["flannel's VXLAN", flannel("vxlan"), "open"],
    ["flannel's IPsec, which releases have lost", flannel("ipsec"), "not_reviewed"],
    ["flannel's backend not understood", flannel(""), "not_reviewed"],
    [
      "a plugin that encrypts beside a mesh of which nothing is read",
      withKuma(cilium({ "enable-wireguard": "true" })),
      "not_a_finding",
    ],
    ["a plugin that does not beside such a mesh", withKuma(cilium({})), "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });
});

const sidecar = container({ name: "istio-proxy" });
const meshed = pod({ labels: { app: "web" }, containers: [container(), sidecar] });
const tunnel = pod({
  namespace: "istio-system",
  name: "ztunnel-x",
  owner: { kind: "DaemonSet", name: "ztunnel" },
  node: "w1",
});
const strict: PeerAuthentication = { namespace: "istio-system", name: "default", mode: "STRICT" };
const labelled = (labels: Readonly<Record<string, string>> = {}) =>
  here([
    ..."default kube-system istio-system".split(" ").map((name) => ({ name, labels: {} })),
    { name: "shop", labels },
  ]);
const istio = (peers: readonly PeerAuthentication[], pods: readonly ApiPod[] = [meshed], labels = {}) => ({
  ...serving("security.istio.io/v1"),
  "api.namespaces": labelled(labels),
  "api.pods": here([...pods, tunnel]),
  "api.peer-authentications": here(peers),
});
const inShop = (more: Partial<PeerAuthentication>): PeerAuthentication => ({ namespace: "shop", name: "own", ...more });
const ambient = { "istio.io/dataplane-mode": "ambient" };

describe("mutual TLS by Istio", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["demanded in the mesh", istio([strict]), "not_a_finding"],
    ["demanded in the namespace", istio([inShop({ mode: "STRICT" })]), "not_a_finding"],
    ["not demanded", istio([]), "open"],
    ["permitted in the mesh", istio([{ ...strict, mode: "PERMISSIVE" }]), "open"],
    ["permitted in the namespace", istio([strict, inShop({ mode: "PERMISSIVE" })]), "open"],
    ["as above it in the namespace", istio([strict, inShop({})]), "not_a_finding"],
    [
      "switched off in another namespace",
      istio([strict, { namespace: "empty", name: "own", mode: "DISABLE" }]),
      "not_a_finding",
    ],
    [
      "switched off for a pod",
      istio([strict, inShop({ selector: podsWith({ app: "web" }), mode: "DISABLE" })]),
      "open",
    ],
    [
      "switched off for a pod that there is not",
      istio([strict, inShop({ selector: podsWith({ app: "db" }), mode: "DISABLE" })]),
      "not_a_finding",
    ],
    ["weaker at a port", istio([strict, inShop({ selector: podsWith({ app: "web" }), hasWeakerPort: true })]), "open"],
    [
      "for single pods of the root namespace, where that is ignored",
      istio([{ ...strict, selector: podsWith({ app: "web" }) }]),
      "open",
    ],
    [
      "contradicted",
      istio([inShop({ mode: "STRICT" }), inShop({ name: "other", mode: "PERMISSIVE" })]),
      "not_reviewed",
    ],
    ["a pod without its proxy", istio([strict], [meshed, pod({ name: "bare" })]), "not_reviewed"],
    ["a pod on the host's network", istio([strict], [{ ...meshed, hostNetwork: true }, meshed]), "not_reviewed"],
    ["no pod with a proxy", istio([strict], [pod()]), "not_reviewed"],
    [
      "a proxy that is an init container",
      istio([strict], [pod({ containers: [{ ...sidecar, kind: "init container" }] })]),
      "not_a_finding",
    ],
    [
      "a debugging container of its name",
      istio([strict], [pod({ containers: [{ ...sidecar, kind: "ephemeral container" }] })]),
      "not_reviewed",
    ],
    ["ambient mode", istio([strict], [pod({ node: "w1" })], ambient), "not_a_finding"],
    ["ambient mode by the pod's label", istio([strict], [pod({ node: "w1", labels: ambient })]), "not_a_finding"],
    [
      "ambient mode that a pod leaves",
      istio([strict], [pod({ node: "w1", labels: { "istio.io/dataplane-mode": "none" } })], ambient),
      "not_reviewed",
    ],
    ["ambient mode on a node without its tunnel", istio([strict], [pod({ node: "w2" })], ambient), "not_reviewed"],
    ["settings not read", { ...istio([strict]), "api.peer-authentications": denied }, "not_reviewed"],
    ["settings not served", { ...istio([strict]), "api.peer-authentications": nothing }, "not_reviewed"],
    ["namespaces not listed", { ...istio([strict]), "api.namespaces": denied }, "not_reviewed"],
    [
      "another root namespace",
      { ...istio([strict]), "api.namespaces": namespaces({ shop: undefined }) },
      "not_reviewed",
    ],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("names the pods outside the mesh", () => {
    expect(linesOf(judged(istio([strict], [meshed, pod({ name: "bare" })])))).toEqual([
      "Istio: Mutual TLS is demanded, and these pods are not in the mesh: shop/Pod bare.",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { concludeFacts } from "../../../src/assess/roles.ts";
import type { ApiNode } from "../../../src/evidence/cluster.ts";
import { type DistributionName, distributions, type NodeLayout } from "../../../src/evidence/layout.ts";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { apiNodeOf, controlPlaneLabel, denied, here } from "../../support/facts.ts";
import { api, asControlPlane, asWorker, host, noApi, nothingOfAControlPlane, roleOf } from "./role-of.ts";

const layout = (distribution: DistributionName, more: Partial<NodeLayout> = {}) =>
  here<NodeLayout>({ ...distributions[distribution], distribution, shownBy: ["a sign"], alsoSeen: [], ...more });

describe("what a distribution says of a node", () => {
  const k3s = (part: NonNullable<NodeLayout["part"]>) => ({
    ...nothingOfAControlPlane,
    "node.layout": layout("k3s", { part }),
  });

  it("makes a control plane of a server, and a worker of an agent without components of a control plane", () => {
    const server = k3s({ controlPlane: true, shownBy: "the process k3s server" });
    expect(roleOf(host("control-plane", server), noApi)).toEqual(asControlPlane);
    expect(roleOf(host("worker", server), noApi)).toEqual({ ...asControlPlane, worker: true });
    const agent = k3s({ controlPlane: false, shownBy: "the process k3s agent" });
    expect(roleOf(host("worker", agent), noApi)).toEqual(asWorker);
    expect(roleOf(host("worker", { ...agent, "manifest.kube-apiserver": denied }), noApi)).toBe("unknown");
  });

  it("makes workers of a provider's nodes, but not where a node is labelled as control plane (EKS Anywhere)", () => {
    const eks = { kubeletVersion: "v1.31.2-eks-7f9249a" };
    expect(roleOf(host("worker"), api(apiNodeOf("n1", eks)))).toEqual(asWorker);
    const labelled = apiNodeOf("cp", { ...eks, labels: controlPlaneLabel });
    expect(roleOf(host("worker"), api(labelled))).toBe("unknown");
    expect(roleOf(host("worker", { "node.layout": layout("eks") }), noApi)).toBe("unknown");
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, "node.layout": layout("eks") }), noApi)).toEqual(
      asWorker,
    );
  });
});

describe("the distribution of a node", () => {
  const layoutOf = (facts: Partial<CollectedFacts>, node: Partial<ApiNode>) => {
    const found = concludeFacts(host("worker", facts), api(apiNodeOf("n1", node)), undecided)["node.layout"];
    return found.state === "present" ? found.value.distribution : found.state;
  };

  it.each<readonly [string, Partial<ApiNode>]>([
    ["rke2", { kubeletVersion: "v1.31.2+rke2r1" }],
    ["k3s", { kubeletVersion: "v1.31.2+k3s1" }],
    ["eks", { kubeletVersion: "v1.31.2-eks-7f9249a" }],
    ["gke", { kubeletVersion: "v1.31.2-gke.1115000" }],
    ["aks", { labels: { "kubernetes.azure.com/cluster": "x" } }],
    ["kops", { labels: { "kops.k8s.io/instancegroup": "x" }, kubeletVersion: "v1.31.2" }],
    ["gardener", { labels: { "worker.gardener.cloud/pool": "x" } }],
    ["microk8s", { labels: { "microk8s.io/cluster": "true" } }],
    ["talos", { osImage: "Talos (v1.9.1)" }],
    ["rke2", { annotations: ["rke2.io/node-args"] }],
    ["k3s", { annotations: ["k3s.io/node-args"] }],
    ["rke1", { annotations: ["rke.cattle.io/internal-ip"] }],
    ["rke1", { annotations: ["rke.cattle.io/external-ip"] }],
    ["gardener", { labels: { "worker.gardener.cloud/pool": "x" }, annotations: ["rke.cattle.io/external-ip"] }],
    ["unknown", {}],
  ])("is what the API shows of an unread node: %s", (expected, node) => {
    expect(layoutOf({}, node)).toBe(expected);
  });

  it("is the node's own where it shows one, kubeadm's too", () => {
    const eks = { kubeletVersion: "v1.31.2-eks-7f9249a" };
    expect(layoutOf({ "node.layout": layout("kubeadm") }, eks)).toBe("kubeadm");
    expect(layoutOf({ "node.layout": layout("plain") }, eks)).toBe("eks");
  });

  it("tells of Talos why nothing was read", () => {
    const unread = { ...host("worker"), facts: unreadFacts("n1", "refused", "connection refused") };
    const facts = concludeFacts(unread, api(apiNodeOf("n1", { osImage: "Talos (v1.9.1)" })), undecided);
    expect(facts["stat.pki"]).toMatchObject({
      state: "unknown",
      reason: "refused",
      source: { request: "ssh (Talos has no SSH: of this node only the API answers)" },
    });
  });
});

describe("a control plane by the labels of its distribution", () => {
  it.each(["node-role.kubernetes.io/controlplane", "node.kubernetes.io/microk8s-controlplane"])("%s", (label) => {
    const taints = [{ key: label, effect: "NoSchedule" }];
    const role = roleOf(host("worker"), api(apiNodeOf("n1", { labels: { [label]: "" }, taints })));
    expect(role).toMatchObject({ controlPlane: true });
    expect(roleOf(host("worker"), api(apiNodeOf("n1"), apiNodeOf("n2", { labels: { [label]: "" } })))).toEqual(
      asWorker,
    );
  });
});

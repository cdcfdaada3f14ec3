import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import { unlistedNodes } from "../../../src/assess/unlisted-nodes.ts";
import type { ApiNode, ClusterEvidence } from "../../../src/evidence/cluster.ts";
import { type DistributionName, distributions, type NodeLayout } from "../../../src/evidence/layout.ts";
import type { CollectedFacts, NodeEvidence } from "../../../src/evidence/node.ts";
import { unknown } from "../../../src/evidence/observed.ts";
import { type SiteDecisions, undecided } from "../../../src/evidence/site.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { open } from "../../../src/findings/verdict.ts";
import { condition, defineNodeRule, type NodeRule, type RuleRole } from "../../../src/rules/define-rule.ts";
import { forbiddenBut } from "../../support/cluster-facts.ts";
import { denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

const apiNode = (name: string, more: Partial<ApiNode> = {}): ApiNode => ({
  name,
  addresses: [],
  labels: {},
  taints: [],
  ready: true,
  kubeletVersion: "v1.36.2",
  osImage: "",
  ...more,
});
const controlPlaneLabel = { "node-role.kubernetes.io/control-plane": "" };
const taint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
const api = (...nodes: readonly ApiNode[]): ClusterEvidence => ({
  cluster: "c",
  collectedAt: "",
  facts: forbiddenBut({
    "api.version": here("v1.36.2"),
    "api.nodes": here(nodes),
  }),
});
const noApi: ClusterEvidence = {
  cluster: "c",
  collectedAt: "",
  facts: forbiddenBut({}),
};

const host = (
  declaredRole: NodeEvidence["declaredRole"],
  facts: Partial<CollectedFacts> = {},
  address = "10.0.0.1",
): NodeEvidence => ({
  node: "n1",
  address,
  declaredRole,
  labels: {},
  read: { state: "read" },
  collectedAt: "",
  readerSha256: "",
  facts: { ...unreadFacts("n1", "not-collected", "test"), ...facts },
});
const nothingOfAControlPlane: Partial<CollectedFacts> = {
  "manifest.kube-apiserver": nothing,
  "manifest.kube-controller-manager": nothing,
  "manifest.kube-scheduler": nothing,
  "manifest.etcd": nothing,
  "process.kube-apiserver": nothing,
  "process.kube-controller-manager": nothing,
  "process.kube-scheduler": nothing,
  "process.etcd": nothing,
};
const runningKubelet = { "process.kubelet": here([processOf(["kubelet"])]) };
const roleOf = (evidence: NodeEvidence, cluster: ClusterEvidence, site: SiteDecisions = undecided) => {
  const role = concludeFacts(evidence, cluster, site)["node.role"];
  if (role.state !== "present") return role.state;
  const { controlPlane, worker, etcdOnly } = role.value;
  return { controlPlane, worker, etcdOnly };
};

const asControlPlane = { controlPlane: true, worker: false, etcdOnly: false };
const asWorker = { controlPlane: false, worker: true, etcdOnly: false };

describe("what a node is", () => {
  it("believes the inventory that a node is a control plane, even unread", () => {
    expect(roleOf(host("control-plane"), noApi)).toEqual(asControlPlane);
  });

  it("does not believe the inventory that an unread host is a worker", () => {
    expect(roleOf(host("worker"), noApi)).toBe("unknown");
  });

  it("takes the API's word for an unread worker only where control planes are labelled at all", () => {
    expect(roleOf(host("worker"), api(apiNode("n1")))).toBe("unknown");
    expect(roleOf(host("worker"), api(apiNode("n1"), apiNode("cp", { labels: controlPlaneLabel })))).toEqual(asWorker);
  });

  it("proves a worker by a kubelet and nothing of a control plane", () => {
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, ...runningKubelet }), noApi)).toEqual(asWorker);
    expect(
      roleOf(host("worker", { ...nothingOfAControlPlane, ...runningKubelet, "manifest.etcd": denied }), noApi),
    ).toBe("unknown");
    expect(roleOf(host("worker", nothingOfAControlPlane), noApi)).toBe("unknown");
  });

  it("finds a control plane that the inventory calls a worker", () => {
    const facts = { ...nothingOfAControlPlane, "manifest.kube-apiserver": here([manifestOf(["kube-apiserver"])]) };
    expect(roleOf(host("etcd", facts), noApi)).toEqual(asControlPlane);
  });

  it.each([
    "manifest.kube-apiserver",
    "manifest.kube-controller-manager",
    "manifest.kube-scheduler",
    "process.kube-apiserver",
    "process.kube-controller-manager",
    "process.kube-scheduler",
  ] as const)("finds a control plane by %s alone, and no worker where it was not seen", (fact) => {
    const shown = { ...nothingOfAControlPlane, ...runningKubelet };
    expect(roleOf(host("etcd", { ...shown, [fact]: here([processOf(["x"])]) }), noApi)).toEqual(asControlPlane);
    expect(roleOf(host("worker", { ...shown, [fact]: denied }), noApi)).toBe("unknown");
  });

  it.each(["manifest.etcd", "process.etcd"] as const)("finds a host of etcd by %s alone", (fact) => {
    const shown = { ...nothingOfAControlPlane, "process.kubelet": nothing, [fact]: here([processOf(["etcd"])]) };
    expect(roleOf(host("etcd", shown), noApi)).toEqual({ controlPlane: false, worker: false, etcdOnly: true });
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, ...runningKubelet, [fact]: denied }), noApi)).toBe(
      "unknown",
    );
  });

  it("believes the inventory that a host of etcd is one, beside what its kubelet makes of it", () => {
    expect(roleOf(host("etcd", { ...nothingOfAControlPlane, ...runningKubelet }), noApi)).toEqual({
      ...asWorker,
      etcdOnly: true,
    });
  });

  it("takes a control plane that the inventory calls a worker for both, where no API tells its taints", () => {
    const facts = { ...nothingOfAControlPlane, "manifest.kube-apiserver": here([manifestOf(["kube-apiserver"])]) };
    const worker = host("worker", facts);
    expect(roleOf(worker, noApi)).toEqual({ ...asControlPlane, worker: true });
    expect(roleOf(worker, api(apiNode("n1", { labels: controlPlaneLabel, taints: [taint] })))).toEqual(asControlPlane);
    expect(roleOf(host("control-plane", facts), noApi)).toEqual(asControlPlane);
  });

  it("counts an untainted control plane as a worker too", () => {
    expect(roleOf(host("control-plane"), api(apiNode("n1", { labels: controlPlaneLabel })))).toEqual({
      ...asControlPlane,
      worker: true,
    });
    expect(roleOf(host("control-plane"), api(apiNode("n1", { labels: controlPlaneLabel, taints: [taint] })))).toEqual(
      asControlPlane,
    );
  });

  it("knows a host that runs etcd and nothing else of the control plane", () => {
    const facts = {
      ...nothingOfAControlPlane,
      "process.etcd": here([processOf(["etcd"])]),
      "process.kubelet": nothing,
    };
    expect(roleOf(host("etcd", facts), noApi)).toEqual({ controlPlane: false, worker: false, etcdOnly: true });
  });

  it("counts a host of etcd that has a kubelet among the nodes whose kubelet is judged", () => {
    const facts = { ...nothingOfAControlPlane, ...runningKubelet, "manifest.etcd": here([manifestOf(["etcd"])]) };
    expect(roleOf(host("worker", facts), noApi)).toEqual({ controlPlane: false, worker: true, etcdOnly: true });
  });

  it("does not believe the inventory that an unread host runs only etcd", () => {
    expect(roleOf(host("etcd"), noApi)).toBe("unknown");
  });

  it("finds the API's node by an address where the names differ", () => {
    const other = apiNode("ip-10-0-0-1", {
      addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
      labels: controlPlaneLabel,
    });
    expect(roleOf(host("worker"), api(other))).toEqual({ ...asControlPlane, worker: true });
  });
});

describe("a site for which a control-plane node that takes workloads is no worker", () => {
  const site: SiteDecisions = { options: { ...undecided.options, dualRoleIsWorker: false } };
  const untainted = api(apiNode("n1", { labels: controlPlaneLabel }));
  const runsScheduler = { "process.kube-scheduler": here([processOf(["kube-scheduler"])]) };

  it("is believed where the API or the host shows the control plane, and the role says why", () => {
    expect(roleOf(host("control-plane"), untainted, site)).toEqual(asControlPlane);
    expect(roleOf(host("worker", runsScheduler), api(apiNode("n1")), site)).toEqual(asControlPlane);
    const role = concludeFacts(host("worker"), untainted, site)["node.role"];
    expect(role).toMatchObject({
      value: { shownBy: expect.arrayContaining(["a decision of the site (dualRoleIsWorker: false)"]) },
    });
  });

  it("is named by every rule for workers that it takes away from the node", () => {
    const forWorkers = (...also: readonly RuleRole[]) =>
      defineNodeRule({
        id: "V-1",
        roles: ["worker"],
        also,
        literal: [condition([], () => open("Set."))],
        expected: "",
        check: "",
        fix: "",
      });
    const judged = (rule: NodeRule, given: SiteDecisions) =>
      judgeNode(rule, concludeFacts(host("control-plane"), untainted, given));
    const named = expect.stringContaining("a decision of the site (dualRoleIsWorker: false)");
    expect(judged(forWorkers(), undecided)).toMatchObject({ literal: { status: "open", reason: "Set." } });
    expect(judged(forWorkers(), site)).toMatchObject({ literal: { status: "not_applicable", reason: named } });
    expect(judged(forWorkers("control-plane"), site)).toMatchObject({
      beyondText: true,
      literal: { status: "open", reason: named },
      effective: { status: "open", reason: "Set." },
    });
  });

  it("takes no rule away by the inventory's word alone", () => {
    expect(roleOf(host("control-plane"), api(apiNode("n1")), site)).toEqual({ ...asControlPlane, worker: true });
  });

  it("takes no rule away where label and host disagree", () => {
    const cluster = api(apiNode("n1"), apiNode("cp", { labels: controlPlaneLabel }));
    expect(roleOf(host("worker", runsScheduler), cluster, site)).toEqual({ ...asControlPlane, worker: true });
  });

  it("has nothing to say of workers, of tainted nodes and of what is not known", () => {
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, ...runningKubelet }), noApi, site)).toEqual(asWorker);
    expect(roleOf(host("worker"), noApi, site)).toBe("unknown");
    const tainted = api(apiNode("n1", { labels: controlPlaneLabel, taints: [taint] }));
    expect(concludeFacts(host("worker"), tainted, site)["node.role"]).toEqual(
      concludeFacts(host("worker"), tainted, undecided)["node.role"],
    );
  });
});

describe("nodes that the inventory does not list", () => {
  it("are targets that nobody read", () => {
    const [unlisted, ...more] = unlistedNodes([host("worker")], api(apiNode("N1"), apiNode("forgotten")));
    expect(more).toEqual([]);
    expect(unlisted).toMatchObject({ node: "forgotten", read: { state: "not-in-inventory", cause: "not-collected" } });
  });
});

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
    expect(roleOf(host("worker"), api(apiNode("n1", eks)))).toEqual(asWorker);
    const labelled = apiNode("cp", { ...eks, labels: controlPlaneLabel });
    expect(roleOf(host("worker"), api(labelled))).toBe("unknown");
    expect(roleOf(host("worker", { "node.layout": layout("eks") }), noApi)).toBe("unknown");
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, "node.layout": layout("eks") }), noApi)).toEqual(
      asWorker,
    );
  });
});

describe("the distribution of a node", () => {
  const layoutOf = (facts: Partial<CollectedFacts>, node: Partial<ApiNode>) => {
    const found = concludeFacts(host("worker", facts), api(apiNode("n1", node)), undecided)["node.layout"];
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
    const facts = concludeFacts(unread, api(apiNode("n1", { osImage: "Talos (v1.9.1)" })), undecided);
    expect(facts["stat.pki"]).toMatchObject({
      state: "unknown",
      reason: "refused",
      source: { request: "ssh (Talos has no SSH: of this node only the API answers)" },
    });
  });
});

describe("a node whose role is not known", () => {
  const seen = host("worker", { ...nothingOfAControlPlane, ...runningKubelet });
  const roleFact = (evidence: NodeEvidence) => concludeFacts(evidence, noApi, undecided)["node.role"];

  it("says which look left it open", () => {
    const hidden = unknown("unparseable", "a script", { host: "n1", request: "read /etc/kubernetes/manifests/x.yaml" });
    const evidence = { ...seen, facts: { ...seen.facts, "manifest.kube-apiserver": hidden } };
    expect(roleFact(seen).state).toBe("present");
    expect(roleFact(evidence)).toMatchObject({
      reason: "unparseable",
      source: { request: "whether the node is a control plane (read /etc/kubernetes/manifests/x.yaml: a script)" },
    });
  });

  it("says so where nobody looked", () => {
    expect(
      roleFact({ ...seen, ...host("worker"), read: { state: "unread", cause: "timed-out", message: "" } }),
    ).toMatchObject({
      reason: "not-collected",
      source: { request: "whether the node is a control plane (neither the node nor the API shows it)" },
    });
  });
});

describe("a control plane by the labels of its distribution", () => {
  it.each(["node-role.kubernetes.io/controlplane", "node.kubernetes.io/microk8s-controlplane"])("%s", (label) => {
    const taints = [{ key: label, effect: "NoSchedule" }];
    const role = roleOf(host("worker"), api(apiNode("n1", { labels: { [label]: "" }, taints })));
    expect(role).toMatchObject({ controlPlane: true });
    expect(roleOf(host("worker"), api(apiNode("n1"), apiNode("n2", { labels: { [label]: "" } })))).toEqual(asWorker);
  });
});

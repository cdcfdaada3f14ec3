import { describe, expect, it } from "vitest";
import { concludeFacts } from "../../../src/assess/roles.ts";
import { unlistedNodes } from "../../../src/assess/unlisted-nodes.ts";
import type { ApiNode } from "../../../src/evidence/cluster.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { unknown } from "../../../src/evidence/observed.ts";
import type { ApiPod } from "../../../src/evidence/pods.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { forbiddenBut, pod } from "../../support/cluster-facts.ts";
import { clusterEvidence } from "../../support/evidence.ts";
import {
  apiNodeOf,
  controlPlaneLabel,
  controlPlaneTaint,
  denied,
  here,
  manifestOf,
  nothing,
  processOf,
} from "../../support/facts.ts";
import {
  api,
  asControlPlane,
  asWorker,
  host,
  noApi,
  nothingOfAControlPlane,
  roleOf,
  runningKubelet,
} from "./role-of.ts";

describe("what a node is", () => {
  it("believes the inventory that a node is a control plane, even unread", () => {
    expect(roleOf(host("control-plane"), noApi)).toEqual(asControlPlane);
  });

  it("does not believe the inventory that an unread host is a worker", () => {
    expect(roleOf(host("worker"), noApi)).toBe("unknown");
  });

  it("takes the API's word for an unread worker only where control planes are labelled at all", () => {
    expect(roleOf(host("worker"), api(apiNodeOf("n1")))).toBe("unknown");
    expect(roleOf(host("worker"), api(apiNodeOf("n1"), apiNodeOf("cp", { labels: controlPlaneLabel })))).toEqual(
      asWorker,
    );
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
    expect(roleOf(worker, api(apiNodeOf("n1", { labels: controlPlaneLabel, taints: [controlPlaneTaint] })))).toEqual(
      asControlPlane,
    );
    expect(roleOf(host("control-plane", facts), noApi)).toEqual(asControlPlane);
  });

  it("counts an untainted control plane as a worker too", () => {
    expect(roleOf(host("control-plane"), api(apiNodeOf("n1", { labels: controlPlaneLabel })))).toEqual({
      ...asControlPlane,
      worker: true,
    });
    expect(
      roleOf(host("control-plane"), api(apiNodeOf("n1", { labels: controlPlaneLabel, taints: [controlPlaneTaint] }))),
    ).toEqual(asControlPlane);
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
    const other = apiNodeOf("ip-10-0-0-1", {
      addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
      labels: controlPlaneLabel,
    });
    expect(roleOf(host("worker"), api(other))).toEqual({ ...asControlPlane, worker: true });
  });
});

describe("nodes that the inventory does not list", () => {
  it("are targets that nobody read", () => {
    const [unlisted, ...more] = unlistedNodes([host("worker")], api(apiNodeOf("N1"), apiNodeOf("forgotten")));
    expect(more).toEqual([]);
    expect(unlisted).toMatchObject({ node: "forgotten", read: { state: "not-in-inventory", cause: "not-collected" } });
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

  it("is not known of a node without the label whose taint or own kubelet says otherwise", () => {
    const mirrorOf = (name: string, owner = "n1") =>
      pod({ namespace: "kube-system", name: `${name}-n1`, node: "n1", owner: { kind: "Node", name: owner } });
    const seenBy = (node: Partial<ApiNode>, ...pods: readonly ApiPod[]) => {
      const nodes = [apiNodeOf("cp1", { labels: controlPlaneLabel }), apiNodeOf("n1", node)];
      const facts = forbiddenBut({ "api.version": here("v1.36.2"), "api.nodes": here(nodes), "api.pods": here(pods) });
      return roleOf(host("worker"), clusterEvidence(facts));
    };
    expect(seenBy({})).toEqual(asWorker);
    expect(seenBy({ taints: [controlPlaneTaint] })).toBe("unknown");
    expect(seenBy({}, mirrorOf("kube-apiserver"))).toBe("unknown");
    expect(seenBy({}, mirrorOf("kube-apiserver", "n2"))).toEqual(asWorker);
    expect(seenBy({}, mirrorOf("kube-proxy"))).toEqual(asWorker);
    // Whoever may make pods in some namespace can call one so.
    expect(seenBy({}, { ...mirrorOf("kube-apiserver"), namespace: "shop" })).toEqual(asWorker);
    expect(seenBy({}, { ...mirrorOf("kube-apiserver"), owner: { kind: "ReplicaSet", name: "n1" } })).toEqual(asWorker);
    expect(
      seenBy({}, { ...mirrorOf("kube-apiserver"), namespace: "shop", owner: { kind: "Pod", name: "n1" } }),
    ).toEqual(asWorker);
  });

  it("is not known of a host that the inventory alone calls one of etcd", () => {
    const nothingSeen = { ...nothingOfAControlPlane, "process.kubelet": nothing };
    expect(roleOf(host("etcd", nothingSeen), api())).toBe("unknown");
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

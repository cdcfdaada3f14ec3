import { describe, expect, it } from "vitest";
import type { NetworkPolicy } from "../../../../src/evidence/network-policies.ts";
import { unknown } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/default-deny-network.ts";
import { clusterFacts, pod } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, namespaces, source } from "../../../support/facts.ts";
import { judgedApart, linesOf } from "../../../support/guidance-facts.ts";
import { allPods, podsWith, policy, toAddresses, toEverybody } from "../../../support/network-policies.ts";

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(
    rule,
    clusterFacts({
      "api.namespaces": namespaces({ shop: undefined }),
      "api.pods": here([pod({ labels: { app: "web" } })]),
      "api.network-policies": here([]),
      "api.workloads": here([]),
      "api.discovery": here(kubeadm),
      ...given,
    }),
  );
const withPolicies = (...policies: readonly NetworkPolicy[]) => judged({ "api.network-policies": here(policies) }).own;
const { ingress: _, ...egressOnly } = policy();
const without = (key: string) => ({ labels: {}, expressions: [{ key, operator: "DoesNotExist", values: [] }] });
const dns = { peers: [], ports: [{ protocol: "UDP", port: 53 }] };

describe("default-deny-network", () => {
  it.each<readonly [string, readonly NetworkPolicy[], string]>([
    ["none at all", [], "open"],
    ["both directions", [policy()], "not_a_finding"],
    ["egress alone", [egressOnly], "open"],
    ["each by a policy of its own", [egressOnly, policy({ name: "in", egress: [] })], "not_a_finding"],
    ["for some pods", [policy({ pods: podsWith({ app: "web" }) })], "open"],
    [
      "for some pods by an expression",
      [policy({ pods: { labels: {}, expressions: [{ key: "app", operator: "Exists", values: [] }] } })],
      "open",
    ],
    ["of another namespace", [policy({ namespace: "other" })], "open"],
    ["DNS let through", [policy({ egress: [dns] })], "not_a_finding"],
    ["everything let through", [policy(), policy({ name: "all", ingress: [toEverybody] })], "open"],
    [
      "everything let through to each pod, by a selector that all pods meet",
      [policy(), policy({ name: "all", pods: without("nope"), ingress: [toEverybody] })],
      "not_reviewed",
    ],
    [
      "everything let through to pods that there are none of",
      [policy(), policy({ name: "all", pods: podsWith({ app: "db" }), ingress: [toEverybody] })],
      "not_a_finding",
    ],
    ["every address let through", [policy({ egress: [toAddresses("0.0.0.0/0")] })], "open"],
    ["every address of IPv6", [policy({ egress: [toAddresses("::/0")] })], "open"],
    ["every address but some", [policy({ egress: [toAddresses("0.0.0.0/0", "169.254.169.254/32")] })], "not_reviewed"],
    ["half of all addresses", [policy({ egress: [toAddresses("128.0.0.0/1")] })], "not_reviewed"],
    ["an address that is none", [policy({ egress: [toAddresses("all")] })], "not_reviewed"],
    ["a network", [policy({ egress: [toAddresses("10.0.0.0/8")] })], "not_a_finding"],
    [
      "all pods of the cluster",
      [policy({ ingress: [{ peers: [{ namespaces: allPods }], ports: [] }] })],
      "not_reviewed",
    ],
    ["all pods of the namespace", [policy({ ingress: [{ peers: [{ pods: allPods }], ports: [] }] })], "not_a_finding"],
    ["every port of a protocol", [policy({ ingress: [{ peers: [], ports: [{ protocol: "TCP" }] }] })], "open"],
    [
      "every port as a range",
      [policy({ ingress: [{ peers: [], ports: [{ protocol: "TCP", port: 1, endPort: 65_535 }] }] })],
      "open",
    ],
    [
      "everything for some pods",
      [policy(), policy({ name: "web", pods: podsWith({ app: "web" }), ingress: [toEverybody] })],
      "not_a_finding",
    ],
  ])("%s", (_what, policies, status) => {
    expect(withPolicies(...policies).status).toBe(status);
  });

  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["no pods", { "api.pods": here([]) }, "not_applicable"],
    ["pods that have ended", { "api.pods": here([pod({ phase: "Succeeded" })]) }, "not_applicable"],
    [
      "a namespace that is being deleted",
      {
        "api.namespaces": here([
          { name: "default", labels: {} },
          { name: "kube-system", labels: {} },
          { name: "shop", labels: {}, isTerminating: true },
        ]),
      },
      "not_applicable",
    ],
    ["a namespace that was made meanwhile", { "api.namespaces": namespaces() }, "open"],
    ["pods of the platform", { "api.pods": here([pod({ namespace: "kube-system" })]) }, "not_applicable"],
    ["no list of policies", { "api.network-policies": denied }, "not_reviewed"],
    ["no list of pods", { "api.pods": denied }, "not_reviewed"],
    ["no list of namespaces", { "api.namespaces": denied }, "not_reviewed"],
    ["no discovery", { "api.discovery": denied }, "not_reviewed"],
    [
      "no discovery, and denied by default",
      { "api.discovery": denied, "api.network-policies": here([policy()]) },
      "not_reviewed",
    ],
  ])("%s", (_what, given, status) => {
    expect(judged(given).own.status).toBe(status);
  });

  it.each([
    ["cilium.io/v2", "ciliumnetworkpolicies"],
    ["crd.projectcalico.org/v1", "networkpolicies"],
    ["policy.networking.k8s.io/v1alpha1", "adminnetworkpolicies"],
  ])("is decided by NetworkPolicies alone where policies of %s are served and there are none", (version, resource) => {
    const given = {
      "api.discovery": here([...kubeadm, discovered(version, [served(resource, "P")])]),
      "api.plugin-policies": here([]),
    };
    expect(judged(given).own.status).toBe("open");
    expect(judged({ ...given, "api.network-policies": here([policy()]) }).own.status).toBe("not_a_finding");
  });

  it("is for a person where policies of a network plugin are served and were not read, and names the right", () => {
    const given = {
      "api.discovery": here([...kubeadm, discovered("cilium.io/v2", [served("ciliumnetworkpolicies", "P")])]),
      "api.plugin-policies": unknown("permission-denied", "list ciliumnetworkpolicies.cilium.io: forbidden", source),
    };
    const { own } = judged(given);
    expect([own.status, linesOf(own)[0]]).toEqual([
      "not_reviewed",
      "namespace shop: egress: not denied by default, selected by no policy: shop/Pod app-1; policies of Cilium (list " +
        "ciliumnetworkpolicies.cilium.io: forbidden) were not read",
    ]);
    expect(judged({ ...given, "api.network-policies": here([policy()]) }).own.status).toBe("not_reviewed");
  });

  it.each([
    ["of Antrea", ["crd.antrea.io/v1beta1"]],
    ["of Calico that its API server does not keep elsewhere", ["projectcalico.org/v3"]],
  ])("is for a person where policies are served that are not read: %s", (_what, versions) => {
    const given = {
      "api.discovery": here([...kubeadm, ...versions.map((version) => discovered(version, [served("a", "A")]))]),
      "api.plugin-policies": here([]),
      "api.network-policies": here([policy()]),
    };
    expect(judged(given).own.status).toBe("not_reviewed");
  });

  it("knows that Calico's API server shows what crd.projectcalico.org has, but not while objects move", () => {
    const versions = [
      discovered("projectcalico.org/v3", [served("networkpolicies", "P")]),
      discovered("crd.projectcalico.org/v1", [served("networkpolicies", "P")]),
    ];
    const moving = discovered("migration.projectcalico.org/v1", [served("datastoremigrations", "M")]);
    const given = { "api.plugin-policies": here([]), "api.network-policies": here([policy()]) };
    expect(judged({ ...given, "api.discovery": here([...kubeadm, ...versions]) }).own.status).toBe("not_a_finding");
    expect(judged({ ...given, "api.discovery": here([...kubeadm, ...versions, moving]) }).own.status).toBe(
      "not_reviewed",
    );
  });

  it("says which pods are on the host's network, and which are selected by no policy", () => {
    const pods = [
      pod({ hostNetwork: true, name: "agent" }),
      pod({ labels: { app: "web" }, name: "web" }),
      pod({ name: "job" }),
    ];
    const own = judged({
      "api.pods": here(pods),
      "api.network-policies": here([policy({ pods: podsWith({ app: "web" }) })]),
    }).own;
    expect(linesOf(own)).toEqual([
      "namespace shop: egress: not denied by default, selected by no policy: shop/Pod job",
      "namespace shop: ingress: not denied by default, selected by no policy: shop/Pod job",
      "namespace shop: shop/Pod agent is on the host's network, where policies do not bind it",
    ]);
  });

  it("lists the platform's namespaces apart", () => {
    const { own, apart } = judged({ "api.pods": here([pod({ namespace: "kube-system" })]) });
    expect([own.status, apart?.status]).toEqual(["not_applicable", "open"]);
  });
});

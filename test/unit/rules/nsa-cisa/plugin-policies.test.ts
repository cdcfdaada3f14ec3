import { describe, expect, it } from "vitest";
import type { NetworkPolicy } from "../../../../src/evidence/network-policies.ts";
import type { NetworkSettings } from "../../../../src/evidence/network-settings.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { PluginPolicy, PluginRule } from "../../../../src/evidence/plugin-policies.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/default-deny-network.ts";
import { agentPod } from "../../../support/agents.ts";
import { clusterFacts, pod } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, namespaces } from "../../../support/facts.ts";
import { judgedApart, linesOf } from "../../../support/guidance-facts.ts";
import { allPods, podsWith, policy, toEverybody } from "../../../support/network-policies.ts";

// Policies of network plugins beside NetworkPolicies, in the one namespace of users.

const agents = (node: string): readonly ApiPod[] =>
  ["cilium-agent", "calico-node"].map((name) =>
    agentPod(name, "registry.example/agent:1", { namespace: "kube-system", node }),
  );

type Given = {
  readonly policies?: readonly NetworkPolicy[];
  readonly agentsOn?: string;
  readonly settings?: Observed<NetworkSettings>;
};

const judged = (plugins: readonly PluginPolicy[], { policies = [], agentsOn = "w1", settings }: Given = {}) =>
  judgedApart(
    rule,
    clusterFacts({
      "api.namespaces": namespaces({ shop: "restricted" }),
      "api.pods": here([pod({ labels: { app: "web" }, node: "w1" }), ...agents(agentsOn)]),
      "api.network-policies": here(policies),
      "api.workloads": here([]),
      "api.network-settings": settings ?? here({ cilium: {} }),
      "api.discovery": here([
        ...kubeadm,
        discovered("cilium.io/v2", [served("ciliumnetworkpolicies", "P")]),
        discovered("crd.projectcalico.org/v1", [served("networkpolicies", "P")]),
        discovered("policy.networking.k8s.io/v1alpha1", [served("adminnetworkpolicies", "P")]),
      ]),
      "api.plugin-policies": here(plugins),
    }),
  ).own;

const denying = (...rules: readonly PluginRule[]) => ({ denies: true, rules });
const allow = (...peers: readonly string[]): PluginRule => ({ action: "Allow", peers });
const everything: PluginRule = { action: "Allow" };

const cilium = (more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "CiliumClusterwideNetworkPolicy",
  name: "deny",
  pods: allPods,
  ingress: denying(),
  egress: denying(),
  ...more,
});
const ofShop = { kind: "CiliumNetworkPolicy", namespace: "shop" } as const;
const calico = (more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "Calico GlobalNetworkPolicy",
  name: "deny",
  ingress: denying(),
  egress: denying(),
  ...more,
});
const admin = (action: string, more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "AdminNetworkPolicy",
  name: "rule",
  tier: "Admin",
  namespaces: allPods,
  ingress: { denies: false, rules: [{ action }] },
  ...more,
});
const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  labels: {},
  expressions: [{ key, operator, values }],
});

describe("a default deny by a policy of Cilium", () => {
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["of the cluster", [cilium()], "not_a_finding"],
    ["of the namespace", [cilium(ofShop)], "not_a_finding"],
    ["of another namespace", [cilium({ ...ofShop, namespace: "other" })], "open"],
    ["of one direction", [cilium({ egress: { denies: false, rules: [] } })], "open"],
    [
      "of one each",
      [cilium({ ...ofShop, ingress: { denies: false, rules: [] } }), cilium({ egress: { denies: false, rules: [] } })],
      "not_a_finding",
    ],
    [
      "that says nothing of a direction",
      [{ kind: "CiliumClusterwideNetworkPolicy", name: "in", pods: allPods, ingress: denying() }],
      "open",
    ],
    ["for some pods", [cilium({ pods: podsWith({ app: "web" }) })], "open"],
    [
      "for the namespace by name",
      [cilium({ pods: podsWith({ "k8s:io.kubernetes.pod.namespace": "shop" }) })],
      "not_a_finding",
    ],
    ["for another by name", [cilium({ pods: podsWith({ "io.kubernetes.pod.namespace": "other" }) })], "open"],
    [
      "for all but the system's",
      [cilium({ pods: expression("io.kubernetes.pod.namespace", "NotIn", "kube-system") })],
      "not_a_finding",
    ],
    ["for all but this one", [cilium({ pods: expression("io.kubernetes.pod.namespace", "NotIn", "shop") })], "open"],
    [
      "for namespaces with its label",
      [
        cilium({
          pods: podsWith({ "k8s:io.cilium.k8s.namespace.labels.pod-security.kubernetes.io/enforce": "restricted" }),
        }),
      ],
      "not_a_finding",
    ],
    [
      "for namespaces with a label that it lacks",
      [cilium({ pods: expression("io.cilium.k8s.namespace.labels.team", "Exists") })],
      "open",
    ],
    [
      "that lets little through",
      [
        cilium({
          egress: denying(allow(), allow("10.0.0.0/8"), { ...everything, isLimited: true }, allow("kube-apiserver")),
        }),
      ],
      "not_a_finding",
    ],
    ["that lets everything through", [cilium({ ingress: denying(everything) })], "open"],
    [
      "beside one that lets all entities through",
      [cilium(), cilium({ name: "all", egress: denying(allow("all")) })],
      "open",
    ],
    [
      "beside one that only lets through",
      [cilium(), cilium({ name: "all", egress: { denies: false, rules: [allow("0.0.0.0/0")] } })],
      "open",
    ],
    ["that lets the world through", [cilium({ egress: denying(allow("world")) })], "not_reviewed"],
    ["that lets the cluster through", [cilium({ egress: denying(allow("cluster")) })], "not_reviewed"],
    ["that lets all endpoints through", [cilium({ egress: denying(allow("endpoints")) })], "not_reviewed"],
    ["that lets most addresses through", [cilium({ egress: denying(allow("0.0.0.0/0 except")) })], "not_reviewed"],
    [
      "that lets everything through but what it denies",
      [cilium({ ingress: denying(everything, { action: "Deny", peers: ["world"] }) })],
      "not_reviewed",
    ],
    [
      "beside one that lets everything through for some",
      [cilium(), cilium({ name: "web", pods: podsWith({ app: "web" }), ingress: denying(everything) })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });

  it("counts only where Cilium runs, and is not switched off", () => {
    expect(judged([cilium()], { agentsOn: "w2" }).status).toBe("not_reviewed");
    const off = { cilium: { "enable-cilium-network-policy": "false" } };
    expect(judged([cilium()], { settings: here(off) }).status).toBe("not_reviewed");
    expect(judged([cilium()], { settings: here({}) }).status).toBe("not_reviewed");
    expect(judged([cilium()], { settings: denied }).status).toBe("not_reviewed");
    // NetworkPolicies need none of that: whether anything enforces them is another check.
    expect(judged([cilium()], { settings: denied, policies: [policy()] }).status).toBe("not_a_finding");
  });

  it("may be a setting, which is for a person", () => {
    expect(judged([], { settings: here({ cilium: { "enable-policy": "always" } }) }).status).toBe("not_reviewed");
    expect(judged([], { settings: here({ cilium: { "enable-policy": "default" } }) }).status).toBe("open");
  });

  it("says what lets everything through", () => {
    expect(linesOf(judged([cilium(), cilium({ name: "all", ingress: denying(everything) })]))).toEqual([
      "namespace shop: ingress: policy CiliumClusterwideNetworkPolicy all lets everything through",
      "namespace shop: egress: denied by default, policy CiliumClusterwideNetworkPolicy all, CiliumClusterwideNetworkPolicy deny",
    ]);
  });
});

describe("a default deny by a policy of Calico", () => {
  const notIn = 'has(projectcalico.org/name) && projectcalico.org/name not in {"kube-system", "calico-system"}';
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["for all", [calico()], "not_a_finding"],
    ["of the namespace", [calico({ kind: "Calico NetworkPolicy", namespace: "shop" })], "not_a_finding"],
    ["of another namespace", [calico({ kind: "Calico NetworkPolicy", namespace: "other" })], "open"],
    ["for some pods", [calico({ selector: "app == 'web'" })], "open"],
    ["for the pods of some account", [calico({ isForSome: true })], "open"],
    [
      "for the namespace by a pod's label",
      [calico({ selector: 'projectcalico.org/namespace == "shop"' })],
      "not_a_finding",
    ],
    ["for all but the system's namespaces", [calico({ namespaceSelector: notIn })], "not_a_finding"],
    ["for all but this one", [calico({ namespaceSelector: "projectcalico.org/name != 'shop'" })], "open"],
    ["for what is in no namespace", [calico({ namespaceSelector: "global()" })], "open"],
    ["by a selector that is not understood", [calico({ selector: "app ~= 'web'" })], "not_reviewed"],
    ["in a tier", [calico({ tier: "security" })], "not_reviewed"],
    [
      "that lets little through",
      [calico({ egress: denying({ ...everything, isLimited: true }, allow("10.0.0.0/8")) })],
      "not_a_finding",
    ],
    ["that lets everything through", [calico({ egress: denying(everything) })], "open"],
    ["that passes everything on", [calico({ egress: denying({ action: "Pass" }) })], "open"],
    [
      "that denies before it lets through",
      [calico({ egress: denying({ action: "Deny", peers: ["10.0.0.0/8"] }, everything) })],
      "not_reviewed",
    ],
    [
      "beside everything for some pods",
      [calico(), calico({ name: "web", selector: "app == 'web'", egress: denying(everything) })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });

  it("counts only where Calico runs", () => {
    expect(judged([calico()], { agentsOn: "w2" }).status).toBe("not_reviewed");
  });
});

describe("a default deny by a NetworkPolicy", () => {
  const policies = [policy()];
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    ["alone", [], "not_a_finding"],
    ["beside everything let through by Cilium", [cilium({ ingress: denying(everything) })], "open"],
    ["beside everything let through by Calico", [calico({ ingress: denying(everything) })], "open"],
    [
      "beside everything let through in another namespace",
      [cilium({ ...ofShop, namespace: "other", ingress: denying(everything) })],
      "not_a_finding",
    ],
    [
      "beside everything let through in a tier",
      [calico({ tier: "first", ingress: denying(everything) })],
      "not_reviewed",
    ],
    [
      "beside little let through in a tier",
      [calico({ tier: "first", ingress: denying(allow("10.0.0.0/8")) })],
      "not_a_finding",
    ],
    [
      "beside everything for whom is not understood",
      [calico({ selector: "?", ingress: denying(everything) })],
      "not_reviewed",
    ],
    ["beside an AdminNetworkPolicy that allows", [admin("Allow")], "not_reviewed"],
    ["beside one that denies", [admin("Deny")], "not_a_finding"],
    ["beside one that leaves it to NetworkPolicies", [admin("Pass")], "not_a_finding"],
    ["beside one for other namespaces", [admin("Allow", { namespaces: podsWith({ team: "a" }) })], "not_a_finding"],
    [
      "beside a baseline that allows",
      [admin("Allow", { kind: "BaselineAdminNetworkPolicy", tier: "Baseline" })],
      "not_a_finding",
    ],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins, { policies }).status).toBe(status);
  });

  it("is voided for certain only by what is enforced", () => {
    expect(
      judged([cilium({ ingress: denying(everything) })], {
        policies,
        settings: here({ cilium: { "enable-cilium-network-policy": "false" } }),
      }).status,
    ).toBe("not_reviewed");
  });

  it("that lets everything through may be tightened by rules that deny", () => {
    const open = [policy({ ingress: [toEverybody], egress: [toEverybody] })];
    expect(judged([], { policies: open }).status).toBe("open");
    expect(
      judged([admin("Deny", { egress: { denies: false, rules: [{ action: "Deny" }] } })], { policies: open }).status,
    ).toBe("not_reviewed");
  });
});

describe("without a default deny", () => {
  it.each<readonly [string, readonly PluginPolicy[], string]>([
    [
      "an AdminNetworkPolicy may deny",
      [admin("Deny", { egress: { denies: false, rules: [{ action: "Deny" }] } })],
      "not_reviewed",
    ],
    ["one of one direction leaves the other open", [admin("Deny")], "open"],
    ["one that allows denies nothing", [admin("Allow")], "open"],
    ["one for other namespaces denies nothing", [admin("Deny", { namespaces: podsWith({ team: "a" }) })], "open"],
  ])("%s", (_what, plugins, status) => {
    expect(judged(plugins).status).toBe(status);
  });
});

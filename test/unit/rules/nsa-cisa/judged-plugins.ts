import type { NetworkPolicy } from "../../../../src/evidence/network-policies.ts";
import type { NetworkSettings } from "../../../../src/evidence/network-settings.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { PluginPolicy, PluginRule } from "../../../../src/evidence/plugin-policies.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/default-deny-network.ts";
import { agentPod } from "../../../support/agents.ts";
import { clusterFacts, pod } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { here, namespaces } from "../../../support/facts.ts";
import { judgedApart } from "../../../support/guidance-facts.ts";
import { allPods } from "../../../support/network-policies.ts";

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

/** The rule's own verdict on a cluster whose plugins are installed and whose pods run on w1. */
export const judged = (plugins: readonly PluginPolicy[], { policies = [], agentsOn = "w1", settings }: Given = {}) =>
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

export const denying = (...rules: readonly PluginRule[]) => ({ denies: true, rules });
export const allow = (...peers: readonly string[]): PluginRule => ({ action: "Allow", peers });
export const everything: PluginRule = { action: "Allow" };

export const cilium = (more: Partial<PluginPolicy> = {}): PluginPolicy => ({
  kind: "CiliumClusterwideNetworkPolicy",
  name: "deny",
  pods: allPods,
  ingress: denying(),
  egress: denying(),
  ...more,
});
export const ofShop = { kind: "CiliumNetworkPolicy", namespace: "shop" } as const;

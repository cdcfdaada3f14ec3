import { describe, expect, it } from "vitest";
import type { ApiNode } from "../../../../src/evidence/cluster.ts";
import type { NetworkPolicy, PolicyRule } from "../../../../src/evidence/network-policies.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { isInBlock } from "../../../../src/rules/kit/guidance/network/address-block.ts";
import { rule } from "../../../../src/rules/nsa-cisa/cloud-credential-exposure.ts";
import { clusterFacts, pod } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { apiNode, denied, here, namespaces } from "../../../support/facts.ts";
import { judgedApart, linesOf } from "../../../support/guidance-facts.ts";
import { podsWith, policy, toAddresses, toEverybody } from "../../../support/network-policies.ts";

const nodes = (more: Partial<ApiNode>) => {
  const node = apiNode(more);
  return { "api.nodes": here(node.state === "present" ? [node.value] : []) };
};
const onAws = nodes({ provider: "aws" });
const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(
    rule,
    clusterFacts({
      ...onAws,
      "api.namespaces": namespaces({ shop: undefined }),
      "api.pods": here([pod({ labels: { app: "web" } })]),
      "api.network-policies": here([]),
      "api.workloads": here([]),
      "api.discovery": here(kubeadm),
      ...given,
    }),
  ).own;
const allowing = (...egress: readonly PolicyRule[]): Partial<ObservedForCluster> => ({
  "api.network-policies": here([policy({ egress })]),
});
const ofCilium = {
  "api.discovery": here([...kubeadm, discovered("cilium.io/v2", [served("ciliumnetworkpolicies", "P")])]),
};
const clusterwide = { kind: "CiliumClusterwideNetworkPolicy", name: "deny" } as const;
const port = (number: number, more = {}) => [{ protocol: "TCP", port: number, ...more }];

describe("cloud-credential-exposure", () => {
  // Files on nodes are not looked at: without a finding it is left to a person.
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["no policies", {}, "open"],
    ["a default deny", allowing(), "not_reviewed"],
    [
      "a policy for ingress alone",
      { "api.network-policies": here([{ ...policy(), egress: undefined } as unknown as NetworkPolicy]) },
      "open",
    ],
    [
      "a policy for this pod",
      { "api.network-policies": here([policy({ pods: podsWith({ app: "web" }) })]) },
      "not_reviewed",
    ],
    ["a policy for another pod", { "api.network-policies": here([policy({ pods: podsWith({ app: "db" }) })]) }, "open"],
    ["everything", allowing(toEverybody), "open"],
    ["every address", allowing(toAddresses("0.0.0.0/0")), "open"],
    ["every address but this one", allowing(toAddresses("0.0.0.0/0", "169.254.169.254/32")), "not_reviewed"],
    ["every address but others", allowing(toAddresses("0.0.0.0/0", "10.0.0.0/8")), "open"],
    ["a block without it", allowing(toAddresses("10.0.0.0/8")), "not_reviewed"],
    ["the block of link-local addresses", allowing(toAddresses("169.254.0.0/16")), "open"],
    ["every address of IPv6", allowing(toAddresses("::/0")), "open"],
    ["a block that is none", allowing(toAddresses("metadata")), "open"],
    ["another port", allowing({ peers: [], ports: port(53) }), "not_reviewed"],
    ["its port", allowing({ peers: [], ports: port(80) }), "open"],
    ["its port in a range", allowing({ peers: [], ports: port(1, { endPort: 1000 }) }), "open"],
    ["its port over UDP", allowing({ peers: [], ports: [{ protocol: "UDP", port: 80 }] }), "not_reviewed"],
    ["all ports of TCP", allowing({ peers: [], ports: [{ protocol: "TCP" }] }), "open"],
    ["pods", allowing({ peers: [{ namespaces: podsWith({}) }], ports: [] }), "not_reviewed"],
    ["a pod on the host's network alone", { "api.pods": here([pod({ hostNetwork: true })]) }, "not_reviewed"],
    ["a pod of the platform alone", { "api.pods": here([pod({ namespace: "kube-system" })]) }, "not_reviewed"],
    ["no cloud", nodes({}), "not_applicable"],
    ["a distribution's own providerID", nodes({ provider: "k3s" }), "not_applicable"],
    ["a label of a cloud", nodes({ labels: { "eks.amazonaws.com/nodegroup": "a" } }), "open"],
    [
      "a taint of a cloud",
      nodes({ taints: [{ key: "node.cloudprovider.kubernetes.io/uninitialized", effect: "NoSchedule" }] }),
      "open",
    ],
    ["no nodes", { "api.nodes": here([]) }, "not_reviewed"],
    ["nodes not listed", { "api.nodes": denied }, "not_reviewed"],
    ["policies not listed", { "api.network-policies": denied }, "not_reviewed"],
    ["policies not listed, no cloud", { ...nodes({}), "api.network-policies": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
    ["namespaces not listed", { "api.namespaces": denied }, "not_reviewed"],
    [
      "policies of a network plugin",
      { "api.discovery": here([...kubeadm, discovered("crd.projectcalico.org/v1", [served("networkpolicies", "P")])]) },
      "not_reviewed",
    ],
    ["policies of a network plugin that there are none of", { ...ofCilium, "api.plugin-policies": here([]) }, "open"],
    [
      "a policy of Cilium for egress",
      { ...ofCilium, "api.plugin-policies": here([{ ...clusterwide, egress: { denies: true, rules: [] } }]) },
      "not_reviewed",
    ],
    [
      "a policy of Cilium for ingress alone",
      { ...ofCilium, "api.plugin-policies": here([{ ...clusterwide, ingress: { denies: true, rules: [] } }]) },
      "open",
    ],
    ["policies of Cilium that were not listed", { ...ofCilium, "api.plugin-policies": denied }, "not_reviewed"],
    ["discovery not seen", { "api.discovery": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("says what else is for a person where NetworkPolicies keep pods from it", () => {
    const egress = { denies: false, rules: [{ action: "Allow" }] };
    const given = { ...ofCilium, "api.plugin-policies": here([{ ...clusterwide, egress }]) };
    expect(judged({ ...allowing(), ...given }).reason).toMatch(
      /^NetworkPolicies keep pods from the metadata service\. Which addresses these let through is for a person: CiliumClusterwideNetworkPolicy deny\. /,
    );
  });

  it("says from where it is reached", () => {
    expect(linesOf(judged(allowing(toAddresses("0.0.0.0/0"))))).toEqual([
      "shop/Pod app-1: reaches 169.254.169.254",
      "nodes on a cloud: providerID aws",
    ]);
  });
});

it.each([
  ["169.254.169.254", "169.254.169.254/32", true],
  ["169.254.169.254", "0.0.0.0/0", true],
  ["169.254.169.254", "128.0.0.0/1", true],
  ["169.254.169.254", "0.0.0.0/1", false],
  ["169.254.169.254", "::/0", false],
  ["169.254.169.254", "169.254.169.254", undefined],
  ["169.254.169.254", "256.0.0.0/8", undefined],
  ["169.254.169.254", "1.2.3/8", undefined],
  ["fd00:ec2::254", "::/0", true],
  ["fd00:ec2::254", "fd00:ec2::/32", true],
  ["fd00:ec2::254", "fc00::/7", true],
  ["fd00:ec2::254", "2001:db8:1:2:3:4:5:6/16", false],
  ["fd00:ec2::254", "2001:db8::1::2/16", undefined],
  ["fd00:ec2::254", "2001:db8/16", undefined],
  ["fd00:ec2::254", "1:2:3:4:5:6:7:8:9/16", undefined],
  ["fd00:ec2::254", "xyz::/16", undefined],
])("%s in %s: %s", (address, block, expected) => {
  expect(isInBlock(address, block)).toBe(expected);
});

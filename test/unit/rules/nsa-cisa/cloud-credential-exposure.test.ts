import { describe, expect, it } from "vitest";
import type { ApiNode } from "../../../../src/evidence/cluster.ts";
import type { FileStat, NamedFile } from "../../../../src/evidence/files.ts";
import type { CloudFiles } from "../../../../src/evidence/kubeconfigs.ts";
import type { NetworkPolicy, PolicyRule } from "../../../../src/evidence/network-policies.ts";
import { type Observed, unknown } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster, RunHost } from "../../../../src/evidence/run.ts";
import { isInBlock } from "../../../../src/rules/kit/guidance/network/address-block.ts";
import { rule } from "../../../../src/rules/nsa-cisa/cloud-credential-exposure.ts";
import { clusterFacts, pod, workload } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import {
  denied,
  facts,
  file,
  here,
  named,
  namespaces,
  nodeOfApi,
  nothing,
  ownedBy,
  source,
} from "../../../support/facts.ts";
import { judgedApart, linesOf } from "../../../support/guidance-facts.ts";
import { podsWith, policy, toAddresses, toEverybody } from "../../../support/network-policies.ts";

const nodes = (more: Partial<ApiNode>) => ({ "api.nodes": here([nodeOfApi(more)]) });
const onAws = nodes({ provider: "aws" });
type CloudFacts = Observed<CloudFiles>;
const hostWith = (name: string, found: CloudFacts): RunHost => ({
  name,
  isRead: true,
  facts: facts({ "stat.cloud-files": found }),
});
const hosts = (...found: readonly CloudFacts[]) => ({
  "run.hosts": here(found.map((one, index) => hostWith(`n${index + 1}`, one))),
});
const cloud = (found: readonly NamedFile[]): CloudFacts => here({ files: found, homes: ["/root"], unseen: [] });
const files = (...found: readonly FileStat[]): CloudFacts =>
  cloud(found.map((one) => named(one.path, "its place", here(one))));
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
      ...hosts(cloud([])),
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

const kept = allowing();
const forWeb: Partial<ObservedForCluster> = {
  "api.network-policies": here([policy({ pods: podsWith({ app: "web" }) })]),
};
const cronJob = workload({ kind: "CronJob", name: "nightly", templateLabels: { app: "nightly" } });
const azure = file("/etc/kubernetes/azure.json", 0o600);

describe("cloud-credential-exposure", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["no policies", {}, "open"],
    ["a default deny", allowing(), "not_a_finding"],
    [
      "a policy for ingress alone",
      { "api.network-policies": here([{ ...policy(), egress: undefined } as unknown as NetworkPolicy]) },
      "open",
    ],
    [
      "a policy for this pod",
      { "api.network-policies": here([policy({ pods: podsWith({ app: "web" }) })]) },
      "not_a_finding",
    ],
    ["a policy for another pod", { "api.network-policies": here([policy({ pods: podsWith({ app: "db" }) })]) }, "open"],
    ["everything", allowing(toEverybody), "open"],
    ["every address", allowing(toAddresses("0.0.0.0/0")), "open"],
    ["every address but this one", allowing(toAddresses("0.0.0.0/0", "169.254.169.254/32")), "not_a_finding"],
    ...["alicloud", "cn-hangzhou.i-bp1abc"].flatMap((provider) => {
      const onAlibaba = (...except: readonly string[]) => ({
        ...nodes({ provider }),
        ...allowing(toAddresses("0.0.0.0/0", ...except)),
      });
      const [usual, own] = ["169.254.169.254/32", "100.100.100.200/32"];
      return [
        [`every address but other clouds', on ${provider}`, onAlibaba(usual), "open"],
        [`every address but its own too, on ${provider}`, onAlibaba(usual, own), "not_a_finding"],
      ] as const;
    }),
    ["every address but others", allowing(toAddresses("0.0.0.0/0", "10.0.0.0/8")), "open"],
    ["a block without it", allowing(toAddresses("10.0.0.0/8")), "not_a_finding"],
    ["the block of link-local addresses", allowing(toAddresses("169.254.0.0/16")), "open"],
    ["every address of IPv6", allowing(toAddresses("::/0")), "open"],
    ["a block that is none", allowing(toAddresses("metadata")), "open"],
    ["another port", allowing({ peers: [], ports: port(53) }), "not_a_finding"],
    ["its port", allowing({ peers: [], ports: port(80) }), "open"],
    ["its port in a range", allowing({ peers: [], ports: port(1, { endPort: 1000 }) }), "open"],
    ["its port over UDP", allowing({ peers: [], ports: [{ protocol: "UDP", port: 80 }] }), "not_a_finding"],
    ["all ports of TCP", allowing({ peers: [], ports: [{ protocol: "TCP" }] }), "open"],
    ["pods", allowing({ peers: [{ namespaces: podsWith({}) }], ports: [] }), "not_a_finding"],
    ["a pod on the host's network alone", { "api.pods": here([pod({ hostNetwork: true })]) }, "not_reviewed"],
    ["a pod of the platform alone", { "api.pods": here([pod({ namespace: "kube-system" })]) }, "not_a_finding"],
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
    ["discovery not seen, a default deny", { ...kept, "api.discovery": denied }, "not_reviewed"],
    ["workloads not seen", { ...kept, "api.workloads": denied }, "not_reviewed"],
    ["a CronJob between its runs", { ...kept, ...forWeb, "api.workloads": here([cronJob]) }, "not_reviewed"],
    [
      "a CronJob on the host's network",
      { ...kept, "api.workloads": here([{ ...cronJob, hostNetwork: true }]) },
      "not_reviewed",
    ],
    ["a CronJob that a policy keeps", { ...kept, "api.workloads": here([cronJob]) }, "not_a_finding"],
    ["credentials 0600", { ...kept, ...hosts(files(azure)) }, "not_a_finding"],
    ["credentials for all", { ...kept, ...hosts(files(file("/etc/kubernetes/azure.json", 0o644))) }, "open"],
    ["credentials for a group", { ...kept, ...hosts(files(file("/etc/kubernetes/azure.json", 0o640))) }, "open"],
    [
      "credentials for all, no cloud by the API",
      { ...nodes({}), ...hosts(files(file("/root/.aws/credentials", 0o644))) },
      "open",
    ],
    [
      "credentials 0600, no cloud by the API",
      { ...nodes({}), ...hosts(files(file("/root/.aws/credentials", 0o600))) },
      "not_applicable",
    ],
    ["a configuration for a cloud, none by the API", { ...nodes({}), ...hosts(files(azure)) }, "open"],
    [
      "a person's own",
      { ...kept, ...hosts(files(file("/home/joe/.aws/credentials", 0o600, ownedBy("joe", 1000)))) },
      "not_a_finding",
    ],
    [
      "a configuration of somebody's",
      { ...kept, ...hosts(files({ ...azure, ...ownedBy("joe", 1000) })) },
      "not_reviewed",
    ],
    [
      "a file that could not be looked at",
      { ...kept, ...hosts(cloud([named(azure.path, "x", denied)])) },
      "not_reviewed",
    ],
    [
      "a file that a flag names is not there",
      { ...kept, ...hosts(cloud([named("/c", "--cloud-config of kubelet", nothing)])) },
      "not_reviewed",
    ],
    [
      "a home that was not looked into",
      { ...kept, ...hosts(here({ files: [], homes: [], unseen: [unknown("not-collected", "x", source)] })) },
      "not_reviewed",
    ],
    ["a node whose files were not looked at", { ...kept, ...hosts(cloud([]), denied) }, "not_reviewed"],
    [
      "a node that was not read whole",
      { ...kept, "run.hosts": here([{ ...hostWith("a", cloud([])), isRead: false }]) },
      "not_reviewed",
    ],
    [
      "a finding on one of them",
      { ...kept, ...hosts(files(file("/etc/kubernetes/cloud.conf", 0o644)), denied) },
      "open",
    ],
    ["no node", { ...kept, "run.hosts": here([]) }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("says what else is for a person where NetworkPolicies keep pods from it", () => {
    const egress = { denies: false, rules: [{ action: "Allow" }] };
    const given = { ...ofCilium, "api.plugin-policies": here([{ ...clusterwide, egress }]) };
    expect(judged({ ...allowing(), ...given }).reason).toBe(
      "Which addresses these let through is for a person: CiliumClusterwideNetworkPolicy deny.",
    );
  });

  it("says which files are where", () => {
    const given = { ...kept, ...hosts(files(file("/etc/kubernetes/azure.json", 0o644)), files(azure)) };
    expect(linesOf(judged(given))).toEqual([
      "nodes on a cloud: providerID aws, /etc/kubernetes/azure.json",
      "/etc/kubernetes/azure.json (its place): 0600 root:root (0:0): on n2",
      "/etc/kubernetes/azure.json (its place): 0644 root:root (0:0): on n1",
    ]);
    expect(judged(given).reason).toBe(
      "Others than their owner can read credentials of a cloud: /etc/kubernetes/azure.json 0644 root:root (0:0).",
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

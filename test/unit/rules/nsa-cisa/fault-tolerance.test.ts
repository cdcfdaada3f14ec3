import { describe, expect, it } from "vitest";
import type { ObservedForCluster, RunHost } from "../../../../src/evidence/run.ts";
import { defaultSiteOptions } from "../../../../src/evidence/site.ts";
import { rule } from "../../../../src/rules/nsa-cisa/fault-tolerance.ts";
import { apiService, clusterFacts, container, workload } from "../../../support/cluster-facts.ts";
import { denied, here, processOf } from "../../../support/facts.ts";
import { judgedOn, lines } from "../../../support/guidance-facts.ts";
import { host } from "../../../support/versioned-cluster.ts";

const etcd = { "process.etcd": here([processOf(["etcd"])]) };
const of = (...names: readonly string[]): readonly RunHost[] =>
  names.map((name) => host(name, "v1.36.2", name.startsWith("cp") ? etcd : {}));

const kubernetes = (...addresses: readonly string[]) =>
  apiService({ ports: [], endpoints: addresses.map((address) => ({ address, protocol: "tcp", port: 6443 })) });

const judge = (hosts: readonly RunHost[], more: Partial<ObservedForCluster> = {}) =>
  judgedOn(
    rule,
    clusterFacts({
      "api.nodes": here([]),
      "api.services": here([]),
      "api.workloads": here([]),
      "api.pods": here([]),
      "run.hosts": here(hosts),
      ...more,
    }),
  );
const byDesign = { "site.options": here({ ...defaultSiteOptions, singleNodeByDesign: true }) };
const unclear = host("w2", "v1.36.2", { "node.role": denied });

describe("fault-tolerance", () => {
  it.each<readonly [string, readonly RunHost[], Partial<ObservedForCluster>, string]>([
    ["one control plane, two workers", of("cp1", "w1", "w2"), {}, "open"],
    ["one control plane, by design of another cluster", of("cp1", "w1"), byDesign, "open"],
    ["one node", of("cp1"), {}, "not_reviewed"],
    ["one node by design", of("cp1"), byDesign, "not_applicable"],
    ["two control planes", of("cp1", "cp2", "w1"), {}, "not_reviewed"],
    ["three", of("cp1", "cp2", "cp3"), {}, "not_reviewed"],
    ["none that is a node", of("w1", "w2"), {}, "not_reviewed"],
    ["none, of one node by design", of("w1"), byDesign, "not_reviewed"],
    ["a host that may be another", [...of("cp1", "w1"), unclear], {}, "not_reviewed"],
    [
      "API servers elsewhere",
      of("cp1", "w1"),
      { "api.services": here([kubernetes("10.0.0.1", "10.0.0.2")]) },
      "not_reviewed",
    ],
    [
      "one address, said twice",
      of("cp1", "w1"),
      { "api.services": here([kubernetes("10.0.0.1", "10.0.0.1")]) },
      "open",
    ],
    ["nodes that were not listed", of("cp1", "w1"), { "api.nodes": denied }, "not_reviewed"],
    ["one node by design, nodes not listed", of("cp1"), { ...byDesign, "api.nodes": denied }, "not_reviewed"],
    ["services that were not listed", of("cp1", "w1"), { "api.services": denied }, "open"],
  ])("%s", (_, hosts, more, status) => {
    expect(judge(hosts, more).status).toBe(status);
  });

  it("shows what a person needs", () => {
    const backup = workload({ kind: "CronJob", namespace: "ops", name: "etcd-backup" });
    const velero = workload({ namespace: "velero", name: "v", containers: [container({ image: "velero/velero:1" })] });
    const { seen } = judge(of("cp1", "cp2", "w1"), {
      "api.services": here([kubernetes("10.0.0.2", "10.0.0.1")]),
      "api.workloads": here([velero, backup, workload()]),
    });
    expect(lines(seen)).toEqual([
      "control planes: 2 of 3 hosts (cp1, cp2)",
      "addresses of API servers: 10.0.0.1, 10.0.0.2",
      "members of etcd: 2 seen (cp1, cp2); an odd number from 3 on outlives the loss of one",
      "saves the cluster's state: ops/CronJob etcd-backup, velero/Deployment v",
      expect.stringMatching(/^for a person: whether etcd is saved off its hosts/),
    ]);
  });

  it("says what it could not see", () => {
    const unread = host("cp2", "v1.36.2", { "process.etcd": denied, "manifest.etcd": denied });
    const { seen } = judge([...of("cp1"), unread], { "api.pods": denied });
    expect(lines(seen)).toEqual(
      expect.arrayContaining(["members of etcd: 1 seen (cp1); not seen on cp2", "saves the cluster's state: not seen"]),
    );
    expect(lines(judge(of("cp1", "cp2", "cp3")).seen)).toContain("members of etcd: 3 seen (cp1, cp2, cp3)");
    expect(lines(judge(of("w1")).seen)).toContain("members of etcd: 0 seen (none)");
  });
});

import { expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { recordedFacts } from "../../support/base-states.ts";
import { forbiddenBut, nothingListed } from "../../support/cluster-facts.ts";
import { assessInput, clusterEvidence, nodeEvidence } from "../../support/evidence.ts";
import { apiNodeOf, controlPlaneLabel, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

// An API server whose etcd is on another host, of which the inventory's address leads back to the first one.
const boots = ["5b2e8fd1-7e51-4c52-9a0a-0d1a4c1f2b3c", "0e4bd0c0-3f3b-4f6e-8f0b-6a2a5a4d9f11"] as const;
const flags = ["kube-apiserver", "--etcd-servers=https://10.77.9.9:2379"];
const recorded = await recordedFacts("cp1");
const apiServer: CollectedFacts = {
  ...recorded,
  "host.boot-id": here(boots[0]),
  "manifest.kube-apiserver": here([manifestOf(flags)]),
  "process.kube-apiserver": here([processOf(flags)]),
  "manifest.etcd": nothing,
  "process.etcd": nothing,
};

const node = (name: string, address: string, bootId: string) =>
  apiNodeOf(name, { labels: controlPlaneLabel, addresses: [{ type: "InternalIP", address }], bootId });

function ofEtcd(read: CollectedFacts): string {
  const facts = {
    ...nothingListed,
    "api.nodes": here([node("cp1", "10.77.0.1", boots[0]), node("cp2", "10.77.9.9", boots[1])]),
  };
  const nodes = [
    nodeEvidence("cp1", apiServer, { declaredRole: "control-plane", address: "10.77.0.1" }),
    nodeEvidence("cp2", read, { declaredRole: "control-plane", address: "10.77.0.100" }),
  ];
  const { findings } = assess(
    assessInput(nodes, clusterEvidence(forbiddenBut(facts)), { benchmarks: [releases.v2r6] }),
  );
  const found = findings.find(({ id }) => id === "V-242379");
  return found?.groups.find(({ targets }) => targets.includes("cp1"))?.literal.reason ?? "";
}

it("no etcd was seen on a host in place of which another one was read", () => {
  expect(ofEtcd({ ...recorded, "host.boot-id": here(boots[1]) })).not.toMatch(/not audited/);
  expect(ofEtcd({ ...recorded, "host.boot-id": here(boots[0]) })).toMatch(/^External etcd not audited: https:\/\/10/);
});

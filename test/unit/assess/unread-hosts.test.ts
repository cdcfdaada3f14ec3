import { describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { ApiNode, ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence, NodeRead } from "../../../src/evidence/node.ts";
import type { UnknownReason } from "../../../src/evidence/observed.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import { clusterFactsOf } from "../../../src/rules/define-cluster-rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { recordedFacts } from "../../support/base-states.ts";
import { forbiddenBut, nothingListed } from "../../support/cluster-facts.ts";
import { assessInput, clusterEvidence, nodeEvidence } from "../../support/evidence.ts";
import { apiNodeOf, controlPlaneLabel, controlPlaneTaint, denied, here, namespaces } from "../../support/facts.ts";

// A cluster of which two hosts were read, and a third was not: whatever the two show, the third is no pass.

const [cp1, w1] = [await recordedFacts("cp1"), await recordedFacts("w1")];

const host = (node: string, facts: CollectedFacts, read: NodeRead = { state: "read" }): NodeEvidence =>
  nodeEvidence(node, facts, { declaredRole: node === "cp1" ? "control-plane" : "worker", read });
const unread = (cause: UnknownReason): NodeEvidence =>
  host("w2", unreadFacts("w2", cause, "test"), { state: "unread", cause, message: "test" });

const apiNode = (name: string): ApiNode =>
  apiNodeOf(name, {
    ...(name === "cp1" && { labels: controlPlaneLabel, taints: [controlPlaneTaint] }),
    ...(name === "w2" && { kubeletVersion: "v1.36.2+rke2r1" }),
  });
const api = (...nodes: readonly string[]): ClusterEvidence =>
  clusterEvidence(
    forbiddenBut({
      ...nothingListed,
      "api.version": here("v1.36.2"),
      "api.nodes": nodes.length === 0 ? denied : here(nodes.map(apiNode)),
      "api.namespaces": namespaces(),
    }),
  );

type ReleaseName = keyof typeof releases;
const names = Object.keys(releases) as readonly ReleaseName[];
const read = [host("cp1", cp1), host("w1", w1)];

const findings = (name: ReleaseName, nodes: readonly NodeEvidence[], cluster: ClusterEvidence): readonly Finding[] =>
  assess(assessInput(nodes, cluster, { benchmarks: [releases[name]] })).findings.filter(
    ({ automatic, id }) => automatic && !isOnCluster(id),
  );

/** What the API alone shows does not rest on hosts; of a release without policies (V-242437) hosts are not asked. */
const isOnCluster = (id: string): boolean =>
  id === "V-242437" ||
  rulesOf(releases.v2r6).some(
    (rule) => rule.id === id && rule.kind === "cluster" && !clusterFactsOf(rule).includes("run.hosts"),
  );

const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
const passes = (all: readonly Finding[]): readonly string[] =>
  all.flatMap(({ id, status, effectiveStatus }) => [
    ...(isPass(status) ? [`${id} literal`] : []),
    ...(isPass(effectiveStatus) ? [`${id} effective`] : []),
  ]);

/** Whether a worker counts in a reading: what a text does not name counts in effect only. */
function holdsForWorkers(name: ReleaseName, passed: string): boolean {
  const [id, reading] = passed.split(" ");
  const rule = rulesOf(releases[name]).find((one) => one.id === id);
  const also = rule?.kind === "node" && reading === "effective" ? rule.also : [];
  return rule?.kind === "node" && [...rule.roles, ...also].includes("worker");
}

describe.each(names)("a cluster with a host that was not read, by %s", (name) => {
  it("passes something where all hosts were read", () => {
    expect(passes(findings(name, read, api("cp1", "w1"))).length).toBeGreaterThan(40);
  });

  it.each<UnknownReason>([
    "unreachable",
    "host-key-changed",
    "auth-failed",
    "sudo-refused",
    "timed-out",
    "interrupted",
  ])("passes nothing while the host may be anything: %s", (cause) => {
    expect(passes(findings(name, [...read, unread(cause)], api()))).toEqual([]);
  });

  it("passes no rule for workers where the API says that it is one, and other rules as before", () => {
    const seen = passes(findings(name, [...read, unread("unreachable")], api("cp1", "w1", "w2")));
    const before = passes(findings(name, read, api("cp1", "w1")));
    expect(seen).toEqual(before.filter((id) => !holdsForWorkers(name, id)));
  });

  it("passes no rule for workers where the API has a node that the inventory has not", () => {
    const seen = passes(findings(name, read, api("cp1", "w1", "w2")));
    expect(seen.filter((id) => holdsForWorkers(name, id))).toEqual([]);
  });

  it("passes nothing by what came before the session broke", () => {
    const broken = host("w2", w1, { state: "unread", cause: "interrupted", message: "test" });
    const cluster = api("cp1", "w1", "w2");
    const passed = findings(name, [...read, broken], cluster).flatMap(({ id, groups }) =>
      groups
        .filter(({ targets }) => targets.includes("w2"))
        .flatMap(({ literal, effective }) => [
          ...(isPass(literal.status) ? [`${id} literal`] : []),
          ...(isPass(effective.status) ? [`${id} effective`] : []),
        ]),
    );
    expect(passed.filter((id) => holdsForWorkers(name, id))).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  });
});

describe("a host whose address is another node's, as the API has them", () => {
  const at = (name: string, ...addresses: readonly string[]): ApiNode => ({
    ...apiNode(name),
    addresses: addresses.map((address) => ({ type: "InternalIP", address })),
  });
  const of = (...nodes: readonly ApiNode[]) => runWith("w2", w1, nodes);
  const runWith = (name: string, facts2: CollectedFacts, nodes: readonly ApiNode[]) => {
    const w2 = nodeEvidence(name, facts2, { declaredRole: "worker", address: "10.77.0.11" });
    const facts = {
      ...nothingListed,
      "api.version": here("v1.36.2"),
      "api.nodes": here(nodes),
      "api.namespaces": namespaces(),
    };
    return assess(assessInput([...read, w2], clusterEvidence(forbiddenBut(facts)), { benchmarks: [releases.v2r6] }));
  };

  it("was not read: what is there is the other one's", () => {
    const { coverage, findings: all } = of(apiNode("cp1"), at("w1", "10.77.0.11"), at("w2", "10.77.0.12"));
    const message = "its address 10.77.0.11 is that of the API's node w1";
    expect(coverage.nodes.find(({ name }) => name === "w2")).toMatchObject({ state: "unread", message });
    expect(all.find(({ id }) => id === "V-242387")?.status).toBe("not_reviewed");
  });

  it.each([
    ["is its own", [at("w1", "10.77.0.10"), at("w2", "10.77.0.11")]],
    ["is one that they share", [at("w1", "10.77.0.11"), at("w2", "10.77.0.11")]],
    ["is unknown to the API", [at("w1", "10.77.0.10"), at("w2", "10.77.0.12")]],
  ] as const)("was read where the address %s", (_what, nodes) => {
    expect(of(apiNode("cp1"), ...nodes).coverage.nodes.find(({ name }) => name === "w2")?.state).toBe("read");
  });

  const boot = "5b2e8fd1-7e51-4c52-9a0a-0d1a4c1f2b3c";
  const since = (node: ApiNode, bootId: string): ApiNode => ({ ...node, bootId });
  const answering = (name: string, ...nodes: readonly ApiNode[]) =>
    runWith(name, { ...w1, "host.boot-id": here(boot) }, [apiNode("cp1"), ...nodes]).coverage.nodes.find(
      (node) => node.name === name,
    );

  it("was not read either where another one answered at its address, by its kernel's boot id", () => {
    const nodes = [since(at("w1", "10.77.0.10"), boot.toUpperCase()), since(at("w2", "10.77.0.12"), "another")];
    const message = "what answered at its address 10.77.0.11 is the API's node w1, by its kernel's boot id";
    expect(answering("w2", ...nodes)).toMatchObject({ state: "unread", message });
    // Under another name than the API's it is the node of its address.
    const byAddress = [since(at("w1", "10.77.0.10"), boot), since(at("w2", "10.77.0.11"), "another")];
    expect(answering("second", ...byAddress)).toMatchObject({ state: "unread", message });
  });

  it.each([
    ["is its own", [since(at("w2", "10.77.0.12"), boot), at("w1", "10.77.0.10")]],
    ["is one that nodes of one kernel share", [since(at("w1", "10.77.0.10"), boot), since(at("w2"), boot)]],
    ["is not the API's, as before the kubelet has said it", [since(at("w1"), "other"), since(at("w2"), "another")]],
    ["is not told by the API", [at("w1"), at("w2")]],
  ] as const)("was read where the boot id %s", (_what, nodes) => {
    expect(answering("w2", ...nodes)?.state).toBe("read");
  });

  it("was read where it is none of the API's nodes", () => {
    expect(answering("vip", since(at("w1", "10.77.0.10"), boot))?.state).toBe("read");
  });
});

import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rules } from "../../../src/rules/index.ts";
import { assessed } from "./assessed.ts";
import { clusterNames, collected } from "./described-cluster.ts";

// Whoever runs the control plane of these, no host of it can be asked.
const unseen = ["aks", "bottlerocket", "eks", "gardener", "gke", "talos"];

const isForControlPlane = (rule: (typeof rules)[number]): rule is NodeRule =>
  rule.kind === "node" && !rule.roles.includes("worker");

const asked = new Set(releases.v2r6.requirements.map(({ vulnId }) => vulnId));
const controlPlaneRules = rules
  .filter(isForControlPlane)
  .map(({ vulnId }) => vulnId)
  .filter((vulnId) => asked.has(vulnId));

// The requirement of some goes beyond the text and covers workers, whose kubelets were seen: only literally unseen.
const coversWorkers = (vulnId: string): boolean =>
  rules.some((rule) => rule.vulnId === vulnId && isForControlPlane(rule) && rule.also.includes("worker"));

describe.each(unseen)("a control plane that nobody saw: %s", (name) => {
  it("is Not Reviewed in every rule that is for control planes only", async () => {
    const { findings } = assessed(await collected(name));
    const said = findings.filter(({ vulnId }) => controlPlaneRules.includes(vulnId));
    expect(said.map(({ vulnId }) => vulnId).sort()).toEqual([...controlPlaneRules].sort());
    for (const { vulnId, status, effectiveStatus } of said) {
      expect([vulnId, status]).toEqual([vulnId, "not_reviewed"]);
      if (!coversWorkers(vulnId)) expect([vulnId, effectiveStatus]).toEqual([vulnId, "not_reviewed"]);
    }
  });
});

describe("nodes whose own process hides the components", () => {
  it("k3s passes no rule for control planes", async () => {
    const { findings } = assessed(await collected("k3s"));
    const passed = findings.filter(
      ({ vulnId, status, effectiveStatus }) =>
        controlPlaneRules.includes(vulnId) && [status, effectiveStatus].includes("not_a_finding"),
    );
    expect(passed.map(({ vulnId }) => vulnId)).toEqual([]);
  });
});

describe("the distribution of every node that was read", () => {
  it.each(clusterNames)("%s", async (name) => {
    const { nodes, distribution } = await collected(name);
    for (const { node, read, facts } of nodes.filter(({ read: { state } }) => state === "read")) {
      expect([node, read.state, facts["node.layout"]]).toMatchObject([
        node,
        "read",
        { state: "present", value: { distribution } },
      ]);
    }
  });
});

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

const asked = new Set(releases.v2r6.requirements.map(({ id }) => id));
const controlPlaneRules = rules
  .filter(isForControlPlane)
  .map(({ id }) => id)
  .filter((id) => asked.has(id));

// The requirement of some goes beyond the text and covers workers, whose kubelets were seen.
const coversWorkers = (id: string): boolean =>
  rules.some((rule) => rule.id === id && isForControlPlane(rule) && rule.also.includes("worker"));

it("there are rules for control planes only", () => {
  expect(controlPlaneRules.length).toBeGreaterThan(40);
});

describe.each(unseen)("a control plane that nobody saw: %s", (name) => {
  it("is Not Reviewed in every rule that is for control planes only", async () => {
    const { findings } = assessed(await collected(name));
    const said = findings.filter(({ id }) => controlPlaneRules.includes(id));
    expect(said.map(({ id }) => id).sort()).toEqual([...controlPlaneRules].sort());
    for (const { id, status, effectiveStatus } of said) {
      expect([id, status]).toEqual([id, "not_reviewed"]);
      // What workers show can be a finding, but no pass for a control plane that nobody saw.
      const effective = coversWorkers(id) && effectiveStatus === "open" ? "open" : "not_reviewed";
      expect([id, effectiveStatus]).toEqual([id, effective]);
    }
  });
});

describe("nodes whose own process hides the components", () => {
  it("k3s passes no rule for control planes", async () => {
    const { findings } = assessed(await collected("k3s"));
    const passed = findings.filter(
      ({ id, status, effectiveStatus }) =>
        controlPlaneRules.includes(id) && [status, effectiveStatus].includes("not_a_finding"),
    );
    expect(passed.map(({ id }) => id)).toEqual([]);
  });

  it("microk8s passes none but by the files of arguments, and says so", async () => {
    const { findings } = assessed(await collected("microk8s"));
    const passes = findings
      .filter(({ id }) => controlPlaneRules.includes(id))
      .flatMap(({ id, groups }) =>
        groups.flatMap(({ literal, effective }) => [literal, effective].map((verdict) => ({ id, verdict }))),
      )
      .filter(({ verdict }) => verdict.status === "not_a_finding");
    expect(passes.length).toBeGreaterThan(10);
    for (const { id, verdict } of passes) {
      const files = verdict.seen.flatMap(({ source }) => source.file ?? []);
      expect([id, files]).toEqual([id, expect.arrayContaining([expect.stringContaining("/microk8s/8394/args/")])]);
      expect([id, verdict.reason]).toEqual([id, expect.stringMatching(/[Bb]y the files? of (its|their) arguments as/)]);
    }
  });
});

describe("the distribution of every node that was read", () => {
  it.each(clusterNames)("%s", async (name) => {
    const { nodes, distribution } = await collected(name);
    const read = nodes.filter(({ read: { state } }) => state === "read");
    expect(read).toHaveLength(name === "talos" ? 0 : nodes.length);
    for (const { node, facts } of read) {
      expect([node, facts["node.layout"]]).toMatchObject([node, { state: "present", value: { distribution } }]);
    }
  });
});

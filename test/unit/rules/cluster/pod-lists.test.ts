import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import { rule as dashboard } from "../../../../src/rules/stig/V-242395-kubernetes-dashboard.ts";
import { rule as hostPorts } from "../../../../src/rules/stig/V-242414-host-ports-of-user-pods.ts";
import { rule as secretVariables } from "../../../../src/rules/stig/V-242415-secrets-in-environment-variables.ts";
import { rule as versions } from "../../../../src/rules/stig/V-242442-old-component-versions.ts";
import { clusterFacts, container, pod, podTemplate, workload } from "../../../support/cluster-facts.ts";
import { here, nothing } from "../../../support/facts.ts";

describe("pods or workloads that the API server does not list", () => {
  const judged = (rule: Parameters<typeof judgeCluster>[0], given: Parameters<typeof clusterFacts>[0]) => {
    const { literal, effective } = judgeCluster(rule, clusterFacts(given));
    return [literal.status, effective.status];
  };

  it.each([dashboard, hostPorts, secretVariables, versions])("are no pass: $id", (rule) => {
    const unlisted = ["not_reviewed", "not_reviewed"];
    expect(judged(rule, { "api.pods": nothing, "api.workloads": here([workload()]) })).toEqual(unlisted);
    if (rule === versions) return;
    const withoutWorkloads = judged(rule, {
      "api.pods": here([pod()]),
      "api.workloads": nothing,
      "api.pod-templates": here([]),
    });
    expect(withoutWorkloads).toEqual([rule === secretVariables ? "not_reviewed" : "not_a_finding", "not_reviewed"]);
    const withoutTemplates = judged(rule, {
      "api.pods": here([pod()]),
      "api.workloads": here([]),
      "api.pod-templates": nothing,
    });
    expect(withoutTemplates).toEqual(["not_a_finding", "not_reviewed"]);
  });
});

describe("what is shown of pods", () => {
  const owner = { kind: "ReplicaSet", name: "app-75ffcd746d" } as const;
  const replicaSet = workload({ ...owner, owner: { kind: "Deployment", name: "app" } });
  const byKey = container({ secretVariables: [{ variable: "TOKEN", secret: "db", key: "token" }] });
  const given = [pod({ owner, containers: [byKey] }), pod({ name: "app-2", owner, containers: [byKey] })];

  it("goes by what makes them, each once: names without a hash", () => {
    const facts = clusterFacts({ "api.pods": here(given), "api.workloads": here([replicaSet]) });
    const { literal } = judgeCluster(secretVariables, facts);
    expect(literal.reason).toBe("Environment variables from Secrets: shop/Deployment app.");
    expect(literal.seen.map(({ what, value }) => [what, value])).toEqual([
      ["shop/Deployment app", "container main: TOKEN from Secret db, key token"],
    ]);
  });

  it("names templates whose names change by what is above them, and what is history", () => {
    const deployment = { kind: "Deployment", name: "app" } as const;
    const set = (name: string, more: object = {}) =>
      workload({ kind: "ReplicaSet", name, owner: deployment, containers: [byKey], ...more });
    const workloads = [
      workload({ ...deployment, owner: { kind: "Shop", name: "operator" }, containers: [byKey] }),
      set("app-75ffcd746d"),
      set("app-5d4b8c7f6c", { isScaledToZero: true }),
      workload({
        kind: "Job",
        name: "nightly-29012345",
        owner: { kind: "CronJob", name: "nightly" },
        containers: [byKey],
      }),
      workload({ name: "idle", isScaledToZero: true, containers: [byKey] }),
    ];
    const facts = clusterFacts({
      "api.pods": here([]),
      "api.workloads": here(workloads),
      "api.pod-templates": here([podTemplate({ name: "mould", containers: [byKey] })]),
    });
    expect(judgeCluster(secretVariables, facts).effective.seen.map(({ what }) => what)).toEqual([
      // ReplicaSets go by the top, as their pods do: an operator's object here.
      "the template of a Job of shop/CronJob nightly",
      "the template of a ReplicaSet of shop/Shop operator",
      "the template of a ReplicaSet of shop/Shop operator, kept as history",
      "the template of shop/Deployment app",
      "the template of shop/Deployment idle",
      "the template of shop/PodTemplate mould",
    ]);
  });

  it("names users' pods on the host's network, whose ports may not all be declared", () => {
    const onHost = pod({ name: "exporter", hostNetwork: true });
    const system = pod({ name: "proxy", namespace: "kube-system", hostNetwork: true });
    const facts = clusterFacts({
      "api.pods": here([onHost, system, pod()]),
      "api.workloads": here([]),
      "api.pod-templates": here([]),
    });
    const { effective } = judgeCluster(hostPorts, facts);
    expect([effective.status, effective.seen.map(({ what, value }) => `${what}: ${value}`)]).toEqual([
      "not_a_finding",
      ["shop/Pod exporter: on the host's network: ports that it does not declare do not show"],
    ]);
  });

  it("names the first few places and counts the rest", () => {
    const many = Array.from({ length: 8 }, (_, index) => pod({ name: `p${index}`, containers: [byKey] }));
    const facts = clusterFacts({ "api.pods": here(many), "api.workloads": here([]) });
    expect(judgeCluster(secretVariables, facts).literal.reason).toMatch(/shop\/Pod p0, .* and 3 more\.$/);
  });
});

import { describe, expect, it } from "vitest";
import type { ApiContainer, ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/container-resource-limits.ts";
import { container, pod, workload } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";

const limits = ["cpu", "memory"] as const;
const noRanges = { "api.limit-ranges": here([]) };
const shopRange = {
  "api.limit-ranges": here([{ namespace: "shop", name: "defaults", defaultLimits: limits }]),
};
const judged = (...[given]: Parameters<typeof workloadsRead>) =>
  judgedApart(rule, workloadsRead({ ...noRanges, ...given }));
const podOf = (...containers: readonly Partial<ApiContainer>[]): ApiPod =>
  pod({ containers: containers.map((more) => container(more)) });

describe("container-resource-limits", () => {
  it.each<readonly [string, Parameters<typeof workloadsRead>[0], string]>([
    ["no pods", {}, "not_a_finding"],
    ["both limits", { pods: [podOf({ limits })] }, "not_a_finding"],
    ["no limits", { pods: [podOf({})] }, "open"],
    ["one limit", { pods: [podOf({ limits: ["cpu"] })] }, "open"],
    ["one container of two", { pods: [podOf({ limits }, { name: "b" })] }, "open"],
    ["an init container", { pods: [podOf({ limits }, { kind: "init container" })] }, "open"],
    ["an ephemeral container", { pods: [podOf({ limits }, { kind: "ephemeral container" })] }, "not_a_finding"],
    ["limits of the pod", { pods: [pod({ podLimits: limits })] }, "not_a_finding"],
    [
      "one of the pod, one of its own",
      { pods: [pod({ podLimits: ["cpu"], containers: [container({ limits: ["memory"] })] })] },
      "not_a_finding",
    ],
    ["a pod older than its LimitRange", { pods: [podOf({})], ...shopRange }, "open"],
    ["a template with a LimitRange", { workloads: [workload()], ...shopRange }, "not_a_finding"],
    [
      "a template whose container has a limit of zero, which no default replaces",
      { workloads: [workload({ containers: [container({ zeroLimits: ["cpu"] })] })], ...shopRange },
      "open",
    ],
    ["a template of another namespace", { workloads: [workload({ namespace: "other" })], ...shopRange }, "open"],
    ["a pod of the platform", { pods: [pod({ namespace: "calico-system" })] }, "not_a_finding"],
    ["LimitRanges that were not listed", { pods: [podOf({ limits })], "api.limit-ranges": denied }, "not_reviewed"],
    ["pods that were not listed", { "api.pods": denied }, "not_reviewed"],
    ["workloads that were not listed", { "api.workloads": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).own.status).toBe(status);
  });

  it("says what is missing where", () => {
    const { own } = judged({ pods: [podOf({ limits: ["cpu"] }, { name: "b" })] });
    expect(linesOf(own)).toEqual([
      "shop/Pod app-1: container b: no limit on cpu and memory",
      "shop/Pod app-1: container main: no limit on memory",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/namespace-resource-policies.ts";
import { clusterFacts, pod } from "../../../support/cluster-facts.ts";
import { denied, here, namespaces } from "../../../support/facts.ts";
import { judgedApart, linesOf } from "../../../support/guidance-facts.ts";

const bounds = ["cpu", "memory"] as const;
const quota = { namespace: "shop", name: "q", bounds };
const range = { namespace: "shop", name: "l", defaultLimits: bounds };

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(
    rule,
    clusterFacts({
      "api.namespaces": namespaces({ shop: undefined }),
      "api.pods": here([pod()]),
      "api.resource-quotas": here([quota]),
      "api.limit-ranges": here([range]),
      ...given,
    }),
  );

describe("namespace-resource-policies", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["both", {}, "not_a_finding"],
    ["no quota", { "api.resource-quotas": here([]) }, "open"],
    ["no LimitRange", { "api.limit-ranges": here([]) }, "open"],
    ["a quota on memory alone", { "api.resource-quotas": here([{ ...quota, bounds: ["memory"] }]) }, "open"],
    ["a quota for some pods", { "api.resource-quotas": here([{ ...quota, isScoped: true }]) }, "open"],
    ["a quota of another namespace", { "api.resource-quotas": here([{ ...quota, namespace: "other" }]) }, "open"],
    ["a LimitRange without defaults", { "api.limit-ranges": here([{ ...range, defaultLimits: [] }]) }, "open"],
    [
      "two LimitRanges together",
      { "api.limit-ranges": here(bounds.map((one) => ({ ...range, name: one, defaultLimits: [one] }))) },
      "not_a_finding",
    ],
    ["no pods", { "api.pods": here([]) }, "not_applicable"],
    ["pods that have ended", { "api.pods": here([pod({ phase: "Failed" })]) }, "not_applicable"],
    ["quotas not listed", { "api.resource-quotas": denied }, "not_reviewed"],
    ["LimitRanges not listed", { "api.limit-ranges": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
    ["namespaces not listed", { "api.namespaces": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).own.status).toBe(status);
  });

  it("says what is missing, and lists the platform's namespaces apart", () => {
    const given = {
      "api.pods": here([pod(), pod({ namespace: "kube-system" })]),
      "api.resource-quotas": here([{ ...quota, isScoped: true as const }]),
    };
    const { own, apart } = judged(given);
    expect(linesOf(own)).toEqual([
      "namespace shop: no quota on cpu and memory",
      "namespace shop: quota q is for some pods only",
      "namespace shop: default limit on cpu and memory",
    ]);
    expect(apart?.status).toBe("open");
  });
});

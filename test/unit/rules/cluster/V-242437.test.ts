import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { DiscoveredVersion } from "../../../../src/evidence/discovery.ts";
import { absent } from "../../../../src/evidence/observed.ts";
import type { PodSecurityPolicy } from "../../../../src/evidence/pod-security-policies.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/stig/V-242437-pod-security-policy.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here } from "../../../support/facts.ts";

const none = absent({ host: "https://api", request: "GET /apis" });
const psp = served("podsecuritypolicies", "PodSecurityPolicy", { namespaced: false });
const serving = [...kubeadm, discovered("policy/v1beta1", [psp])];
const down: DiscoveredVersion = { group: "policy", version: "v1beta1", resources: denied };

const groups = { rule: "MustRunAs", minima: [1] };
const restricted = {
  name: "restricted",
  runAsUser: { rule: "MustRunAsNonRoot" },
  supplementalGroups: groups,
  fsGroup: groups,
};

const judged = (facts: ClusterFactsGiven) => judgeCluster(rule, clusterFacts(facts));
const statuses = (facts: ClusterFactsGiven): readonly Status[] => {
  const { literal, effective } = judged(facts);
  return [literal.status, effective.status];
};
const at124 = (...policies: readonly PodSecurityPolicy[]): ClusterFactsGiven => ({
  "api.version": here("v1.24.17-eks-1a2b"),
  "api.discovery": here(serving),
  "api.psp": here(policies),
});
const at136 = (more: ClusterFactsGiven = {}): ClusterFactsGiven => ({
  "api.version": here("v1.36.2"),
  "api.discovery": here(kubeadm),
  "api.psp": none,
  ...more,
});

describe("V-242437 since 1.25", () => {
  it("is not applicable where version and discovery say that there are no such policies", () => {
    expect(statuses(at136())).toEqual(["not_applicable", "not_applicable"]);
    expect(judged(at136()).literal.reason).toContain("V-254800");
  });

  it.each<readonly [string, ClusterFactsGiven]>([
    ["the version is not known", { "api.version": denied }],
    ["the version is none", { "api.version": here("v1.24+") }],
    ["no version is said", { "api.version": none }],
    ["discovery failed", { "api.discovery": denied }],
    ["discovery of the group failed", { "api.discovery": here([...kubeadm, down]) }],
    ["discovery lists them nevertheless", { "api.discovery": here(serving), "api.psp": here([restricted]) }],
  ])("is not reviewed where %s", (_what, more) => {
    expect(statuses(at136(more))).toEqual(["not_reviewed", "not_reviewed"]);
  });
});

describe("V-242437 until 1.24", () => {
  it("passes by the text where every policy keeps root out; that it counts is not seen", () => {
    expect(statuses(at124(restricted))).toEqual(["not_a_finding", "not_reviewed"]);
    expect(judged(at124(restricted)).effective.reason).toMatch(
      /plugin PodSecurityPolicy is enabled.*was not looked at/,
    );
  });

  it.each<readonly [string, PodSecurityPolicy]>([
    ["runAsUser is missing", { name: "p", supplementalGroups: groups, fsGroup: groups }],
    ["supplementalGroups is missing", { name: "p", runAsUser: restricted.runAsUser, fsGroup: groups }],
    ["fsGroup is missing", { name: "p", runAsUser: restricted.runAsUser, supplementalGroups: groups }],
    ["runAsUser has rule RunAsAny", { ...restricted, runAsUser: { rule: "RunAsAny" } }],
    ["runAsUser has rule MustRunAs", { ...restricted, runAsUser: { rule: "MustRunAs" } }],
    ["fsGroup has rule RunAsAny and no ranges", { ...restricted, fsGroup: { rule: "RunAsAny", minima: [] } }],
    [
      "supplementalGroups has a range from 0",
      { ...restricted, supplementalGroups: { rule: "MayRunAs", minima: [5, 0] } },
    ],
  ])("is open where of one policy %s", (fault, policy) => {
    const facts = at124(restricted, { ...policy, name: "addon" });
    expect(statuses(facts)).toEqual(["open", "open"]);
    expect(judged(facts).literal).toMatchObject({
      reason: "Pod security policies that let root in: addon.",
      seen: [{ what: "addon", value: fault }],
    });
  });

  it("is open without a policy", () => {
    expect(statuses(at124())).toEqual(["open", "open"]);
  });

  it.each<readonly [string, ClusterFactsGiven]>([
    ["the list is refused, or was not found", { "api.psp": denied }],
    ["the server does not serve it", { "api.psp": none, "api.discovery": here(kubeadm) }],
  ])("is not reviewed where %s", (_what, more) => {
    expect(statuses({ ...at124(), ...more })).toEqual(["not_reviewed", "not_reviewed"]);
  });
});

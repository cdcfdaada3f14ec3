import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { DiscoveredVersion } from "../../../../src/evidence/discovery.ts";
import { absent } from "../../../../src/evidence/observed.ts";
import type { PodSecurityPolicy } from "../../../../src/evidence/pod-security-policies.ts";
import type { RbacBinding, RbacRule } from "../../../../src/evidence/rbac.ts";
import type { RunHost } from "../../../../src/evidence/run.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/stig/V-242437-pod-security-policy.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import {
  controlPlane,
  denied,
  type FactsGiven,
  facts,
  here,
  nothing,
  running,
  worker,
} from "../../../support/facts.ts";
import { binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";

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

/** A host of the run as the rule sees it. */
const host = (name: string, given: FactsGiven, isRead = true): RunHost => ({ name, isRead, facts: facts(given) });
const server = (name: string, ...flags: readonly string[]) => host(name, running("kube-apiserver", flags));
const enabling = "--enable-admission-plugins=NodeRestriction,PodSecurityPolicy";
const using = (more: Partial<RbacRule> = {}) =>
  ruleOf(["use"], { apiGroups: ["policy"], resources: ["podsecuritypolicies"], ...more });
const mayUse = (rule: RbacRule, ...bindings: readonly RbacBinding[]) =>
  here(rbac([clusterRole("psp", [rule])], bindings.length > 0 ? bindings : [clusterBinding("psp", everyUser)]));
const everyUser = group("system:authenticated");

/** 1.24 with a policy that keeps root out, that the plugin enforces and that everybody may use. */
const inForce = (more: ClusterFactsGiven = {}): ClusterFactsGiven => ({
  ...at124(restricted),
  "api.nodes": here([]),
  "run.hosts": here([server("cp1", enabling), host("w1", { "node.role": here(worker) }, false)]),
  "run.authorizers": here(["Node", "RBAC"]),
  "api.rbac": mayUse(using()),
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
  it("passes by the text where every policy keeps root out, in effect where they also count", () => {
    expect(statuses(at124(restricted))).toEqual(["not_a_finding", "not_reviewed"]);
    expect(statuses(inForce())).toEqual(["not_a_finding", "not_a_finding"]);
    expect(judged(inForce()).effective.reason).toBe(
      "Each of the 1 pod security policies keeps root out. Every API server has the admission plugin PodSecurityPolicy " +
        "enabled. Every user may use a pod security policy.",
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

describe("the admission plugin until 1.24", () => {
  const hosts = (...given: readonly RunHost[]) => inForce({ "run.hosts": here(given) });

  it.each<readonly [string, ClusterFactsGiven, Status]>([
    [
      "is on, by the old flag that names all",
      hosts(server("cp1", "--admission-control=PodSecurityPolicy")),
      "not_a_finding",
    ],
    ["is on, named in a second flag", hosts(server("cp1", "--enable-admission-plugins=A", enabling)), "not_a_finding"],
    ["is not named", hosts(server("cp1", "--enable-admission-plugins=NodeRestriction")), "open"],
    ["is off by default", hosts(server("cp1")), "open"],
    ["is switched off", hosts(server("cp1", enabling, "--disable-admission-plugins=PodSecurityPolicy")), "open"],
    ["is missing in the old flag", hosts(server("cp1", enabling, "--admission-control=NodeRestriction")), "open"],
    ["has another name", hosts(server("cp1", "--enable-admission-plugins=podsecuritypolicy")), "open"],
    ["is off on one of two", hosts(server("cp1", enabling), server("cp2")), "open"],
    [
      "is off on one, where another host was not read",
      hosts(server("cp1"), host("cp2", { "node.role": here(controlPlane) }, false)),
      "open",
    ],
    ["may be named in a file", hosts(server("cp1", enabling, "--openshift-config=/a.yaml")), "not_reviewed"],
    ["may be a flag's value", hosts(server("cp1", "--unknown", enabling)), "open"],
    [
      "was not seen on one of two",
      hosts(
        server("cp1", enabling),
        host("cp2", { "node.role": here(controlPlane), "process.kube-apiserver": denied }),
      ),
      "not_reviewed",
    ],
    [
      "is on where the host was read in part",
      hosts(host("cp1", running("kube-apiserver", [enabling]), false)),
      "not_reviewed",
    ],
    [
      "runs on no control plane",
      hosts(host("cp1", { "node.role": here(controlPlane), "process.kube-apiserver": nothing })),
      "not_reviewed",
    ],
    [
      "may run on a host that may be anything",
      hosts(server("cp1", enabling), host("x", { "node.role": denied })),
      "not_reviewed",
    ],
    ["is the provider's", hosts(host("w1", { "node.role": here(worker) })), "not_reviewed"],
    ["is of no host", hosts(), "not_reviewed"],
    ["is on, where the API's nodes were not listed", inForce({ "api.nodes": denied }), "not_reviewed"],
    ["is on, where the API lists no nodes", inForce({ "api.nodes": nothing }), "not_reviewed"],
    ["is off, where the API's nodes were not listed", { ...hosts(server("cp1")), "api.nodes": denied }, "open"],
  ])("%s", (_what, given, effective) => {
    expect(statuses(given)).toEqual(["not_a_finding", effective]);
  });

  it.each<readonly [string, RunHost, string]>([
    [
      "a host that was read in part",
      host("cp1", running("kube-apiserver", [enabling]), false),
      "cp1 was not read as a whole",
    ],
    ["a host that may be anything", host("x", { "node.role": denied }), "whether x is a control plane is not known"],
  ])("is left to no person on %s", (_what, one, left) => {
    expect(judged(hosts(one)).effective.leftUnseen).toBe(left);
  });

  it("is shown with the host on which it is off", () => {
    const { effective } = judged(hosts(server("cp1", enabling), server("cp2")));
    expect(effective.reason).toBe("The admission plugin PodSecurityPolicy is not enabled on: cp2.");
    expect(effective.seen.map(({ value }) => value)).toContain(enabling);
  });

  it("is another's way to find what is open whatever policies there are", () => {
    expect(statuses({ ...hosts(server("cp1")), "api.psp": denied })).toEqual(["not_reviewed", "open"]);
  });
});

describe("who may use a policy until 1.24", () => {
  const by = (rule: RbacRule, ...bindings: readonly RbacBinding[]) =>
    inForce({ "api.rbac": mayUse(rule, ...bindings) });
  const everywhere = (subject: RbacBinding["subjects"][number]) => clusterBinding("psp", subject);

  it.each<readonly [string, ClusterFactsGiven, Status]>([
    ["everybody, this policy by name", by(using({ resourceNames: ["x", "restricted"] })), "not_a_finding"],
    ["everybody, by the group of older releases", by(using({ apiGroups: ["extensions"] })), "not_a_finding"],
    ["everybody, by wildcards", by(ruleOf(["*"], { apiGroups: ["*"], resources: ["*"] })), "not_a_finding"],
    ["every ServiceAccount", by(using(), everywhere(group("system:serviceaccounts"))), "not_a_finding"],
    ["everybody, another policy", by(using({ resourceNames: ["gone"] })), "open"],
    ["everybody, to look at it", by({ ...using(), verbs: ["get", "list"] }), "open"],
    ["everybody, in another group", by(using({ apiGroups: [""] })), "open"],
    ["everybody, another resource", by(using({ resources: ["pods"] })), "open"],
    ["some", by(using(), everywhere(user("jane")), everywhere(group("system:serviceaccounts:shop"))), "open"],
    ["those without a name", by(using(), everywhere(group("system:unauthenticated"))), "open"],
    ["everybody, in one namespace", by(using(), binding("ClusterRole", "psp", everyUser)), "not_reviewed"],
    ["everybody, by a role that is not there", by(using(), clusterBinding("gone", everyUser)), "open"],
    ["not known", inForce({ "api.rbac": denied }), "not_reviewed"],
    ["not listed", inForce({ "api.rbac": nothing }), "not_reviewed"],
    ["everybody, where nobody knows who decides", inForce({ "run.authorizers": denied }), "not_reviewed"],
    ["everybody, where nothing decides", inForce({ "run.authorizers": nothing }), "not_reviewed"],
    [
      "everybody, where a webhook decides too",
      inForce({ "run.authorizers": here(["RBAC", "Webhook"]) }),
      "not_reviewed",
    ],
    ["everybody, where RBAC is not asked", inForce({ "run.authorizers": here(["Node"]) }), "not_reviewed"],
    [
      "some, where everything is allowed",
      { ...by(using(), everywhere(user("jane"))), "run.authorizers": here(["AlwaysAllow"]) },
      "not_a_finding",
    ],
    [
      "some, where one API server of several allows everything",
      { ...by(using(), everywhere(user("jane"))), "run.authorizers": here(["AlwaysAllow", "RBAC"]) },
      "not_reviewed",
    ],
  ])("%s", (_what, given, effective) => {
    expect(statuses(given)).toEqual(["not_a_finding", effective]);
  });
});

it("does not apply since 1.25, whatever its plugins and users are", () => {
  const since = { "api.version": here("v1.25.0"), "api.discovery": here(kubeadm), "api.psp": none };
  const facts = inForce({ ...since, "run.hosts": here([server("cp1")]), "api.rbac": denied });
  expect(statuses(facts)).toEqual(["not_applicable", "not_applicable"]);
});

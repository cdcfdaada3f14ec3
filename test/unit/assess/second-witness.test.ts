import { describe, expect, it } from "vitest";
import { apiWitness } from "../../../src/assess/api-witness.ts";
import { judgeNode } from "../../../src/assess/judge.ts";
import { withApi } from "../../../src/assess/second-witness.ts";
import type { NodeRead } from "../../../src/evidence/node.ts";
import { present, unknown } from "../../../src/evidence/observed.ts";
import type { ApiPod } from "../../../src/evidence/pods.ts";
import type { Verdict } from "../../../src/findings/verdict.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rules } from "../../../src/rules/index.ts";
import { pod } from "../../support/cluster-facts.ts";
import {
  apiNodeOf,
  controlPlane,
  denied,
  type FactsGiven,
  facts,
  here,
  manifestOf,
  nothing,
  processOf,
} from "../../support/facts.ts";

const api = { host: "https://api", request: "GET /api/v1/pods" };
const read: NodeRead = { state: "read" };
const unread: NodeRead = { state: "unread", cause: "timed-out", message: "test" };

const cp1 = apiNodeOf("cp1");

type Component = "kube-apiserver" | "kube-controller-manager";

/** A mirror pod of one component on cp1. */
const mirror = (component: Component, argv: readonly string[], more: Partial<ApiPod> = {}): ApiPod =>
  pod({
    namespace: "kube-system",
    name: `${component}-cp1`,
    node: "cp1",
    owner: { kind: "Node", name: "cp1" },
    isMirror: true,
    mirrored: here([{ component, invocation: { ...manifestOf([component, ...argv]), isMirrored: true, lines: [] } }]),
    ...more,
  });

const profiling = (value: string, more: Partial<ApiPod> = {}): ApiPod =>
  mirror("kube-controller-manager", [`--profiling=${value}`], more);

/** V-242409: kube-controller-manager --profiling=false. */
const rule = (id: string): NodeRule => rules.find((one): one is NodeRule => one.id === id) as NodeRule;

const byNode = (value: string): FactsGiven => ({
  "manifest.kube-controller-manager": here([manifestOf(["kube-controller-manager", `--profiling=${value}`])]),
  "process.kube-controller-manager": here([processOf(["kube-controller-manager", `--profiling=${value}`])]),
});

const heard = (
  given: FactsGiven,
  pods: readonly ApiPod[],
  { state = read, id = "V-242409" }: { readonly state?: NodeRead; readonly id?: string } = {},
) => {
  const known = facts({ "node.role": here(controlPlane), "node.api": here(cp1), ...given });
  const witness = apiWitness("cp1", known, { "api.pods": present(pods, api), "api.configz": denied });
  return withApi(rule(id), judgeNode(rule(id), known), witness, state);
};

const placesOf = ({ seen }: Verdict): readonly string[] => seen.map(({ what }) => what.split(", ")[1] ?? "");

describe("what the API says beside the node", () => {
  it("confirms: the verdict stays, and both places are shown", () => {
    const { literal, effective } = heard(byNode("false"), [profiling("false")]);
    expect([literal.status, effective.status]).toEqual(["not_a_finding", "not_a_finding"]);
    expect(effective.reason).toBe("kube-controller-manager: --profiling=false.");
    expect(placesOf(effective)).toEqual(["running process", "mirror pod in the API"]);
    expect(effective.seen[1]?.source.host).toBe("https://api");
  });

  it("contradicts a pass: effectively open, and the literal reading says so", () => {
    const { literal, effective } = heard(byNode("false"), [profiling("true")]);
    expect([literal.status, effective.status]).toEqual(["not_a_finding", "open"]);
    const said =
      "kube-controller-manager: --profiling=false. The API contradicts: kube-controller-manager: --profiling=true.";
    expect(effective.reason).toBe(said);
    expect(literal.reason).toBe(said);
  });

  it("contradicts a finding: it stays one", () => {
    const { literal, effective } = heard(byNode("true"), [profiling("false")]);
    expect([literal.status, effective.status]).toEqual(["open", "open"]);
    expect(effective.reason).toMatch(/--profiling=true\. The API contradicts: .*--profiling=false\.$/);
    expect(literal.reason).toMatch(/The API contradicts/);
  });

  it("counts the worst of several mirror pods", () => {
    const two = [profiling("false"), profiling("true", { name: "other-cp1" })];
    expect(heard(byNode("false"), two).effective.status).toBe("open");
  });

  it.each<readonly [string, readonly ApiPod[]]>([
    ["no pod", []],
    ["a pod of another node", [profiling("true", { node: "cp2" })]],
    ["a pod that a node does not own", [profiling("true", { owner: { kind: "ReplicaSet", name: "cp1" } })]],
    ["a pod without an owner", [pod({ ...profiling("true"), owner: undefined } as never)]],
    ["a pod where users make them", [profiling("true", { namespace: "shop" })]],
    ["a pod of another name", [profiling("true", { name: "kube-controller-manager" })]],
    ["a pod that has ended", [profiling("true", { phase: "Failed" })]],
    ["another component", [mirror("kube-apiserver", ["--profiling=true"])]],
    ["a pod whose command cannot be read", [profiling("true", { mirrored: denied })]],
  ])("leaves everything as it is: %s", (_, pods) => {
    expect(heard(byNode("false"), pods)).toEqual(heard(byNode("false"), []));
  });

  it("leaves everything as it is where the API does not know the node, or its pods", () => {
    const known = facts({ "node.api": nothing });
    expect(
      apiWitness("cp1", known, { "api.pods": present([profiling("true")], api), "api.configz": denied }),
    ).toBeUndefined();
    expect(
      apiWitness("cp1", facts({ "node.api": here(cp1) }), { "api.pods": denied, "api.configz": denied }),
    ).toBeUndefined();
  });

  it("shows what it says of a node that was read and did not show it, which is no pass", () => {
    const { effective } = heard({}, [profiling("false")]);
    expect(effective.status).toBe("not_reviewed");
    expect(effective.reason).toMatch(/By the API alone: kube-controller-manager: --profiling=false\.$/);
    expect(heard({}, [profiling("true")]).effective.status).toBe("open");
  });
});

describe("what K3s' annotation says of its components", () => {
  const given = (...argv: readonly string[]): FactsGiven => ({
    "node.api": here({ ...cp1, givenArguments: { "kube-apiserver": argv, "kube-controller-manager": argv } }),
  });
  // V-242409: --profiling; V-242464: --audit-log-maxage, and a log.
  const heardOf = (id: string, ...argv: readonly string[]) => heard(given(...argv), [], { id }).effective;

  it("is a finding where a flag is given that is one", () => {
    const effective = heardOf("V-242409", "--profiling=true");
    expect(effective.status).toBe("open");
    expect(placesOf(effective)).toContain("annotation of the node in the API");
  });

  it.each([
    ["V-242409", "--profiling=false"],
    ["V-242409", "--leader-elect=true"],
    ["V-242464", "--audit-log-maxage=30"],
  ])("is never a pass, and says nothing of flags that are not there: %s %s", (id, flag) => {
    expect(heardOf(id, flag)).toEqual(heard({}, [], { id }).effective);
  });
});

describe("what the API says of a node that nobody read", () => {
  it.each([
    ["false", "not_a_finding"],
    ["true", "open"],
  ] as const)("is the effective verdict, never the literal one: --profiling=%s", (value, status) => {
    const { literal, effective } = heard({}, [profiling(value)], { state: unread });
    expect([literal.status, effective.status]).toEqual(["not_reviewed", status]);
    expect(effective.reason).toBe(`By the API alone: kube-controller-manager: --profiling=${value}.`);
    expect(placesOf(effective)).toContain("mirror pod in the API");
  });

  it("is not enough where files of the node count too", () => {
    // V-242419: --client-ca-file, and the file exists.
    const given = mirror("kube-apiserver", ["--client-ca-file=/etc/kubernetes/pki/ca.crt"]);
    const { effective } = heard({}, [given], { state: unread, id: "V-242419" });
    expect(effective.status).toBe("not_reviewed");
  });

  it("is nothing for rules that it does not show", () => {
    // V-242387: the kubelet's read-only port.
    const before = heard({}, [], { state: unread, id: "V-242387" });
    expect(heard({}, [profiling("false")], { state: unread, id: "V-242387" })).toEqual(before);
  });

  it("fills in no variable that only the node knows", () => {
    const { effective } = heard({}, [profiling("$(PROFILING)")], { state: unread });
    expect(effective.status).toBe("not_reviewed");
  });

  it("keeps a finding of what was read before the session broke", () => {
    const cut = unknown("truncated", "cut", { host: "cp1", request: "processes" });
    const { effective } = heard({ ...byNode("true"), "manifest.kube-controller-manager": cut }, [profiling("false")], {
      state: unread,
    });
    expect(effective.status).toBe("open");
  });
});

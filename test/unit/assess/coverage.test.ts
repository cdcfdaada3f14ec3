import { describe, expect, it } from "vitest";
import { coverageOf, coveredNode } from "../../../src/assess/coverage.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { onlyThese } from "../../../src/benchmark/requirement.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { type Unknown, type UnknownReason, unknown } from "../../../src/evidence/observed.ts";
import type { SshTransport } from "../../../src/evidence/ssh.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import type { Coverage } from "../../../src/findings/assessment.ts";
import { clusterFactsOf } from "../../../src/rules/define-cluster-rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../support/cluster-facts.ts";
import { clusterEvidence, connected, nodeEvidence } from "../../support/evidence.ts";
import { here } from "../../support/facts.ts";

const rules = rulesOf(releases.v2r6);
const whole: ClusterFactsGiven = Object.fromEntries(
  Object.keys(clusterFacts({})).map((name) => [name, name === "api.version" ? here("v1.36.2") : here([])]),
);
const notRead = (request: string, reason: UnknownReason, message: string): Unknown =>
  unknown(reason, message, { host: "https://api", request });
const forbidden = notRead("GET /api/v1/pods", "permission-denied", "list pods: forbidden");

function covered(given: ClusterFactsGiven, only?: readonly string[], apiConfigured = true): Coverage {
  return coverageOf(
    {
      apiConfigured,
      api: clusterEvidence(clusterFacts(given)),
      benchmarks: [onlyThese(releases.v2r6, only)],
      rules,
    },
    [],
  );
}

const described = (transport: SshTransport): { readonly evidence: NodeEvidence; readonly role: Unknown } => ({
  role: notRead("processes", "not-collected", ""),
  evidence: nodeEvidence("w1", unreadFacts("w1", "not-collected", "", transport)),
});

const needing = (fact: string): readonly string[] =>
  rules.flatMap((rule) =>
    rule.kind === "cluster" && clusterFactsOf(rule).some((name) => name === fact) ? [rule.id] : [],
  );

describe("coverage of the API", () => {
  it("is whole where everything was read", () => {
    expect(covered(whole)).toMatchObject({ api: { state: "read", version: "v1.36.2" }, complete: true });
    expect(covered(whole).api).not.toHaveProperty("unread");
  });

  it("is not asked for where the inventory names no API server", () => {
    expect(covered({}, undefined, false)).toMatchObject({ api: { state: "not-configured" }, complete: true });
  });

  it("is partial where one list of several within a fact is forbidden, or one group's server is down", () => {
    const down = notRead("GET /apis/metrics.k8s.io/v1beta1", "unreachable", "503");
    const jobs = notRead(
      "GET /apis/batch/v1/namespaces/default/jobs",
      "permission-denied",
      "list jobs.batch: forbidden",
    );
    const { api } = covered({
      ...whole,
      "api.discovery": here([{ group: "metrics.k8s.io", version: "v1beta1", resources: down }]),
      "api.all-category": here([
        { namespace: "default", group: "batch", resource: "jobs", kind: "Job", objects: jobs },
        { namespace: "default", group: "", resource: "pods", kind: "Pod", objects: here([]) },
      ]),
    });
    expect(api.unread?.map(({ request, rules: needed }) => [request, needed])).toEqual([
      ["GET /apis/metrics.k8s.io/v1beta1", ["V-242383", "V-242437"]],
      ["GET /apis/batch/v1/namespaces/default/jobs", ["V-242383"]],
    ]);
  });

  it("is partial where a list that rules need is forbidden, and names the right and the rules", () => {
    const { api, complete } = covered({ ...whole, "api.pods": forbidden });
    expect([api.state, complete]).toEqual(["partly-read", false]);
    expect(api.unread).toEqual([
      {
        request: "GET /api/v1/pods",
        cause: "permission-denied",
        message: "list pods: forbidden",
        rules: expect.arrayContaining([...needing("api.pods")]),
      },
    ]);
    // Its rules are judged on nodes, and need the pods that run kube-proxy.
    expect(needing("api.pods")).not.toContain("V-242447");
    expect(api.unread?.[0]?.rules).toContain("V-242447");
  });

  it("covers every fact that a rule on the cluster names", () => {
    const names = new Set(rules.flatMap((rule) => (rule.kind === "cluster" ? clusterFactsOf(rule) : [])));
    expect(names.size).toBeGreaterThan(1);
    for (const name of names) {
      expect(covered({ ...whole, [name]: notRead("GET /x", "truncated", "") }).complete, name).toBe(false);
    }
  });

  it("does not miss what the inventory does not ask for, but what it asks for and does not get", () => {
    const request = "GET /api/v1/nodes/NODE/proxy/configz";
    const unwanted = notRead(request, "not-collected", "the inventory does not ask for it");
    expect(covered({ ...whole, "api.configz": unwanted })).toMatchObject({ api: { state: "read" }, complete: true });
    const refused = covered({
      ...whole,
      "api.configz": notRead(request, "permission-denied", "get nodes/proxy: forbidden"),
    });
    expect(refused).toMatchObject({ api: { state: "partly-read" }, complete: false });
    expect(refused.api.unread).toMatchObject([{ request, rules: expect.arrayContaining(["V-242387", "V-242434"]) }]);
    const down = notRead("GET /api/v1/nodes/w1/proxy/configz", "timed-out", "no answer");
    const some = covered({ ...whole, "api.configz": here([{ node: "w1", inForce: down }]) });
    expect(some.api.unread).toMatchObject([{ request: down.source.request, cause: "timed-out" }]);
    expect(covered({ ...whole, "api.configz": down }, ["V-242376"])).toMatchObject({ complete: true });
  });

  it("covers what the rules on nodes need of the API, by its own name", () => {
    const { api } = covered({ ...whole, "api.namespaces": notRead("GET /n", "timed-out", "") });
    expect(api.unread?.[0]?.rules).toContain("V-254800");
  });

  it("does not mind a list that no judged rule needs", () => {
    const given = { ...whole, "api.pods": forbidden };
    expect(covered(given, ["V-242376"])).toMatchObject({ api: { state: "read" }, complete: true });
    expect(covered(given, ["V-242414"])).toMatchObject({ api: { state: "partly-read" }, complete: false });
  });

  it("names an answer once, be it needed for two facts", () => {
    const { api } = covered({ ...whole, "api.pods": forbidden, "api.workloads": forbidden });
    expect(api.unread).toHaveLength(1);
  });

  it("is none without the nodes, and names the other lists too", () => {
    const nodes = notRead("GET /api/v1/nodes", "permission-denied", "list nodes: forbidden");
    expect(covered({ ...whole, "api.nodes": nodes, "api.pods": forbidden }, ["V-242414"])).toMatchObject({
      api: { state: "unread", message: "list nodes: forbidden", unread: [{ request: "GET /api/v1/pods" }] },
      complete: false,
    });
  });

  it("has one cause where the server did not answer at all", () => {
    const { api } = covered({});
    expect(api).toEqual({
      state: "unread",
      server: "https://api",
      cause: "not-collected",
      message: "not part of this test",
    });
  });
});

describe("coverage of nodes", () => {
  const agreed = {
    kex: "curve25519-sha256",
    hostKey: "ssh-ed25519",
    cipher: "aes128-gcm@openssh.com",
    mac: "implicit",
  };
  const withoutApi = { apiConfigured: false, api: clusterEvidence(clusterFacts({})), benchmarks: [], rules };
  const connectionOf = (transport: Partial<SshTransport>) => {
    const { evidence, role } = described({ ...connected, ...transport });
    return coverageOf(withoutApi, [coveredNode(evidence, role)]).nodes[0]?.connection;
  };

  it("says how a node was asked over SSH", () => {
    const seen = { client: "ssh2", hostKey: "SHA256:k", hostKeyTrust: "known", algorithms: agreed } as const;
    expect(connectionOf(seen)).toEqual({ ...seen, viaJump: false });
    expect(connectionOf({ viaJump: true })).toEqual({ viaJump: true });
  });

  it("says that only approved algorithms were on offer, where that was so", () => {
    expect(coverageOf({ ...withoutApi, fips: true }, [])).toHaveProperty("fips", true);
    expect(coverageOf(withoutApi, [])).not.toHaveProperty("fips");
  });

  it("has no connection where none came to be", () => {
    expect(connectionOf({ stage: "tcp", outcome: "refused", client: "ssh2" })).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import type { Assessment, Coverage } from "../../../../src/findings/assessment.ts";
import type { ChecklistScope } from "../../../../src/findings/checklist-settings.ts";
import { checklistScopes } from "../../../../src/findings/checklist-settings.ts";
import { assetsOf } from "../../../../src/reports/checklist/asset.ts";
import { type CoveredNode, covered as node } from "../../../support/coverage.ts";
import { hostile } from "../../../support/hostile-texts.ts";
import { sampleAssessment } from "../../../support/sample-assessment.ts";

const cluster = (name: string, nodes: readonly CoveredNode[], api: Partial<Coverage["api"]> = {}): Assessment =>
  sampleAssessment({ cluster: name, coverage: { nodes, complete: true, api: { state: "read", ...api } } });
const hosts = (assessment: Assessment, scope: ChecklistScope) =>
  assetsOf(assessment, scope).map(({ hostName }) => hostName);
const all = (assessment: Assessment) => checklistScopes.flatMap((scope) => assetsOf(assessment, scope));

describe("what checklists are of", () => {
  const nodes = [
    node("cp1", { roles: ["control-plane"] }),
    node("both", { roles: ["control-plane", "worker"] }),
    node("w1", { roles: ["worker"] }),
    node("etcd1", { roles: ["etcd"] }),
    node("unknown", { state: "unread", cause: "refused" }),
    node("unlisted", { state: "not-in-inventory", roles: ["worker"] }),
  ];
  const prod = cluster("prod", nodes);

  it("is the cluster under its own name, a role under the cluster's, every node under a full one", () => {
    expect(hosts(prod, "cluster")).toEqual(["prod"]);
    expect(hosts(prod, "role")).toEqual(["prod-control-plane", "prod-worker"]);
    expect(hosts(prod, "node")).toEqual(nodes.map(({ name }) => `${name}.prod`));
    expect(hosts(cluster("prod", [node("cp1.example.com")]), "node")).toEqual(["cp1.example.com"]);
  });

  it("counts for a role whoever is shown to be of it, and whoever nobody knows for both", () => {
    const [controlPlane, workers] = assetsOf(prod, "role");
    expect(controlPlane?.nodes).toEqual(["cp1", "both", "etcd1", "unknown"]);
    expect(workers?.nodes).toEqual(["both", "w1", "unknown", "unlisted"]);
  });

  it("has a control plane always, and workers unless the API's whole list shows none", () => {
    const eks = cluster("eks", [node("w1", { roles: ["worker"] })]);
    expect(assetsOf(eks, "role").map(({ nodes: of }) => of)).toEqual([[], ["w1"]]);
    const alone = [node("cp1", { roles: ["control-plane"] })];
    expect(hosts(cluster("one", alone), "role")).toEqual(["one-control-plane"]);
    expect(hosts(cluster("one", alone, { state: "not-configured" }), "role")).toEqual([
      "one-control-plane",
      "one-worker",
    ]);
  });

  it("says how each was read, without messages", () => {
    const console = { file: "w9.sweep", sha256: "5f", takenAt: "2026-11-21T06:00:00Z" };
    const read = [
      node("cp1", { roles: ["control-plane", "worker"] }),
      node("w2", { state: "unread", cause: "refused", message: "port 40123" }),
      node("w3", { state: "not-in-inventory", roles: ["worker"] }),
      node("w9", { console }),
    ];
    expect(assetsOf(cluster("prod", read), "node").map(({ comment }) => comment)).toEqual([
      "Node cp1 of the Kubernetes cluster prod, control-plane and worker: read.",
      "Node w2 of the Kubernetes cluster prod, declared worker: not read (refused).",
      "Node w3 of the Kubernetes cluster prod, worker: not read (not in the inventory).",
      "Node w9 of the Kubernetes cluster prod, declared worker: read by console: w9.sweep of 2026-11-21T06:00:00Z, SHA-256 5f.",
    ]);
    expect(assetsOf(cluster("prod", read), "role")[1]?.comment).toMatch(
      /^Every worker node of the Kubernetes cluster prod\. 2 of 4 nodes read \(1 by console\); unread: w2 \(refused\), w3 /,
    );
  });
});

describe("an address", () => {
  const addressed = (name: string, address: string) => {
    const [asset] = assetsOf(cluster("prod", [node(name, { address })]), "node");
    return [asset?.target.ip, asset?.target.fqdn];
  };

  it.each([
    ["cp1", "192.0.2.11", "192.0.2.11", ""],
    ["cp1", "2001:db8::1", "2001:db8::1", ""],
    ["cp1", "fe80::1%eth0", "", ""],
    ["cp1.example.com", "10.0.0.1", "10.0.0.1", "cp1.example.com"],
    ["cp1", "cp1.example.com", "", "cp1.example.com"],
    ["cp_1.example.com", "cp1", "", ""],
    ["cp1", "010.0.0.1", "", ""],
    ["cp1.example.c", "cp1.123", "", ""],
    ["-cp1.example.com", "cp1-.example.com", "", ""],
    ["cp1.example.com.", "cp1..com", "", ""],
    [`${"a".repeat(64)}.com`, `${"a.".repeat(126)}com`, "", ""],
    ["cp1.xn--p1ai", "cp1", "", "cp1.xn--p1ai"],
  ])("of %s at %s is the IP %j and the name %j", (name, address, ip, fqdn) => {
    expect(addressed(name, address)).toEqual([ip, fqdn]);
  });
});

describe("names that importers or file systems would take for one", () => {
  const key = (name: string) => name.normalize("NFKC").toLowerCase();
  const long = "n".repeat(253);
  const clusters: readonly (readonly [string, string, readonly string[]])[] = [
    ["a node like the cluster or a role", "a.b", ["a.b", "A.B-worker", "a.b-control-plane"]],
    ["two nodes in other case", "prod", ["cp1", "CP1", "cp1.prod"]],
    ["longer than 255", long, [`${long.slice(1)}a`, `${long.slice(1)}b`, `${long}.x`]],
    ["the same name twice", "prod", ["w1", "w1", "w1"]],
    ["hostile ones", `x${hostile.unbroken}`, Object.values(hostile)],
    ["none at all", "  ", ["", " ", "..", "._-"]],
    ["devices of Windows", "con", ["NUL", "com1.x", "aux.prod", "lpt9"]],
    ["equal once they are file names", "p/q", ["a b", "a/b", "a_b"]],
    ["emoji at the edge", `${"e".repeat(254)}😀`, [`${"e".repeat(254)}😁`]],
  ];

  it.each(clusters)("are made distinct: %s", (_what, name, nodes) => {
    const assets = all(
      cluster(
        name,
        nodes.map((one) => node(one)),
      ),
    );
    expect(assets).toHaveLength(3 + nodes.length);
    expect(new Set(assets.map(({ hostName }) => key(hostName))).size).toBe(assets.length);
    expect(new Set(assets.map(({ fileName }) => key(fileName))).size).toBe(assets.length);
    for (const { hostName, fileName } of assets) {
      expect(hostName).toBe(hostName.trim());
      expect(hostName.length).toBeGreaterThan(0);
      expect(hostName.length).toBeLessThanOrEqual(255);
      expect(Buffer.from(hostName).toString()).toBe(hostName);
      expect(fileName).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
      expect(fileName).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
    }
  });

  it("leaves the cluster and its roles theirs, and the same whatever is asked for", () => {
    const assessment = cluster("a.b", [node("a.b"), node("a.b-worker")]);
    expect(hosts(assessment, "cluster")).toEqual(["a.b"]);
    expect(hosts(assessment, "role")).toEqual(["a.b-control-plane", "a.b-worker"]);
    expect(hosts(assessment, "node")).toEqual([
      expect.stringMatching(/^a\.b-[0-9a-f]{8}$/),
      expect.stringMatching(/^a\.b-worker-[0-9a-f]{8}$/),
    ]);
    expect(hosts(assessment, "node")).toEqual(hosts(assessment, "node"));
  });
});

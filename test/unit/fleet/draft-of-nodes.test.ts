import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GivenAccess } from "../../../src/draft/draft.ts";
import { writeDraft } from "../../../src/draft/write-draft.ts";
import type { ApiNode } from "../../../src/evidence/cluster.ts";
import { present, unknown } from "../../../src/evidence/observed.ts";
import { draftOfNodes, type KnownCluster } from "../../../src/fleet/draft-of-nodes.ts";
import { parseInventory } from "../../../src/inventory/load.ts";
import { controlPlane, nodeOf } from "./nodes.ts";

const source = { host: "https://api:6443", request: "GET /version" };
function written(nodes: readonly ApiNode[], more: Partial<KnownCluster & { readonly access: GivenAccess }> = {}) {
  const { access = { kubeconfig: "/home/op/.kube/config" }, ...known } = more;
  const draft = draftOfNodes({ server: "https://api:6443", version: present("v1.36.2", source), nodes, ...known });
  const text = writeDraft({ ...draft, cluster: "production", access, ssh: { user: "audit" } });
  return { text, hosts: draft.hosts.length, leftOut: draft.leftOut };
}
const load = (text: string) => parseInventory(text, "/work/inventory.yaml", { home: "/home/op" });
const hostsOf = (...nodes: readonly ApiNode[]) =>
  load(written(nodes).text).hosts.map(({ name, address, role }) => `${name} ${address} ${role}`);
const ip = (address: string, type = "InternalIP") => ({ type, address });
const lineOf = (text: string, part: string) => text.split("\n").find((line) => line.includes(part));

describe("an inventory from the API's nodes", () => {
  it("is this text", () => {
    const nodes = [
      nodeOf("w1", { addresses: [ip("10.0.0.12"), ip("fd00::12")] }),
      nodeOf("win1", { labels: { "kubernetes.io/os": "windows" } }),
      nodeOf("cp1", { ...controlPlane, addresses: [ip("10.0.0.11")] }),
    ];
    expect(written(nodes).text.split("\n")).toEqual([
      '# Written by plimsoll init: 2 of 3 nodes of https://api:6443, version "v1.36.2".',
      expect.stringMatching(/^# The hosts' keys must be in ~\/\.ssh\/known_hosts/),
      expect.stringMatching(/^# Hosts that are no nodes, such as those of an external etcd/),
      "",
      "cluster: production # the name in reports and checklists",
      "kubeconfig: /home/op/.kube/config",
      "ssh:",
      "  user: audit",
      "  # identityFile: ./id_ed25519, unless an SSH agent holds the key",
      "hosts:",
      "  - name: cp1",
      "    address: 10.0.0.11",
      "    role: control-plane",
      "  - name: w1",
      "    address: 10.0.0.12 # also fd00::12",
      "    role: worker",
      "",
      "# Left out:",
      '# - "win1": it runs Windows, and what is asked of a node is asked of Linux',
    ]);
  });

  it("leads to the API server that it was made from", () => {
    const api = (access: GivenAccess) => load(written([nodeOf("w1")], { access }).text);
    expect(api({ kubeconfig: "/k", context: "prod" })).toMatchObject({
      api: { kubeconfig: "/k", context: "prod" },
    });
    expect(api({ kubeconfig: '/a "b": {c}', context: "ad:min # @prod" })).toMatchObject({
      api: { kubeconfig: '/a "b": {c}', context: "ad:min # @prod" },
    });
    expect(api({ inCluster: true }).api).toEqual({ inCluster: true });
    expect(api({ kubeconfig: "/a\u202e\nb" }).api).toBeUndefined();
  });

  it.each<readonly [string, Partial<ApiNode>, string]>([
    ["a label of kubeadm's", controlPlane, "control-plane"],
    ["the older label", { labels: { "node-role.kubernetes.io/master": "true" } }, "control-plane"],
    ["RKE1's label", { labels: { "node-role.kubernetes.io/controlplane": "true" } }, "control-plane"],
    ["a control plane's taint alone", { taints: controlPlane.taints ?? [] }, "control-plane"],
    ["RKE's etcd label", { labels: { "node-role.kubernetes.io/etcd": "true" } }, "etcd"],
    [
      "all of RKE's labels",
      { labels: { "node-role.kubernetes.io/etcd": "true", "node-role.kubernetes.io/control-plane": "true" } },
      "control-plane",
    ],
    ["no label", {}, "worker"],
    ["a taint of another kind", { taints: [{ key: "CriticalAddonsOnly", effect: "NoExecute" }] }, "worker"],
  ])("takes a node by %s for %3$s", (_what, more, role) => {
    expect(hostsOf(nodeOf("n1", { ...more, addresses: [ip("10.1.2.3")] }))).toEqual([`n1 10.1.2.3 ${role}`]);
  });

  it("remarks on control planes that take workloads, and on those that no label shows", () => {
    const dual = written([nodeOf("n", { labels: controlPlane.labels ?? {} })]).text;
    expect(lineOf(dual, "role:")).toBe("    role: control-plane # takes workloads too: no taint keeps them off");
    const tainted = written([nodeOf("n", { taints: controlPlane.taints ?? [] })]).text;
    expect(lineOf(tainted, "role:")).toBe(
      "    role: control-plane # by its taint node-role.kubernetes.io/control-plane: no label says so",
    );
  });

  it("says where no node is a control plane", () => {
    expect(written([nodeOf("w1")]).text).toContain("\n# No control plane: no node has its labels or taints.");
    expect(written([nodeOf("cp1", controlPlane)]).text).not.toContain("No control plane");
  });

  it.each([
    ["IPv6", [ip("fd00::5")], "n fd00::5 worker", undefined],
    ["an IPv6 network's first address", [ip("fd00::")], "n fd00:: worker", undefined],
    ["dual stack", [ip("fd00::5"), ip("10.0.0.5")], "n fd00::5 worker", "also 10.0.0.5"],
    [
      "no InternalIP",
      [ip("n.local", "Hostname"), ip("192.0.2.1", "ExternalIP")],
      "n 192.0.2.1 worker",
      "its ExternalIP",
    ],
    ["a Hostname only", [ip("n.local", "Hostname")], "n n.local worker", "its Hostname"],
    ["nothing but a name", [], "n n worker", "it has to resolve"],
    ["an InternalIP that is none", [ip("10.0.0.1\n    role: x"), ip("10.0.0.2")], "n 10.0.0.2 worker", undefined],
  ] as const)("finds the address of a node with %s", (_what, addresses, host, remark) => {
    const node = nodeOf("n", { addresses });
    expect(hostsOf(node)).toEqual([host]);
    const line = lineOf(written([node]).text, "address:");
    if (remark === undefined) expect(line).not.toContain("#");
    else expect(line).toMatch(new RegExp(`# .*${remark}`));
  });

  it.each<readonly [string, ApiNode, string, boolean]>([
    ["Windows by its label", nodeOf("x", { labels: { "kubernetes.io/os": "windows" } }), "Windows", false],
    ["Windows by its name", nodeOf("x", { labels: {}, osImage: "Windows Server 2022 Datacenter" }), "Windows", false],
    ["a virtual kubelet", nodeOf("x", { labels: { type: "virtual-kubelet" } }), "virtual", false],
    [
      "its taint",
      nodeOf("x", { taints: [{ key: "virtual-kubelet.io/provider", effect: "NoSchedule" }] }),
      "virtual",
      false,
    ],
    ["Fargate", nodeOf("x", { labels: { "eks.amazonaws.com/compute-type": "fargate" } }), "Fargate", false],
    ["a name of YAML", nodeOf("x: {y: z}\n- a"), "its name", true],
    ["a name with control characters", nodeOf("x\u001b[31m\u0085\u2028\u202e"), "its name", true],
    ["a range for a name", nodeOf("w[1:3]"), "its name", true],
    ["no address at all", nodeOf("9", { addresses: [] }), "no address", true],
    ["a name in capitals", nodeOf("OTHER", { addresses: [ip("10.9.9.9")] }), "capitals", true],
    ["another's address", nodeOf("x", { addresses: [ip("10.1.1.1")] }), '"other" has its address', true],
  ])("leaves out %s, and says why", (_what, node, why, isUnusable) => {
    const { text, leftOut } = written([nodeOf("other", { addresses: [ip("10.1.1.1")], ...controlPlane }), node]);
    expect(leftOut).toEqual([{ name: node.name, why: expect.stringContaining(why), unusable: isUnusable }]);
    // One line that begins as a comment: nothing of the name breaks out.
    expect(text.split(/[\n\r\u0085\u2028]/).at(-1)).toMatch(/^# - "[ -~]*": /);
    expect(load(text).hosts.map(({ name }) => name)).toEqual(["other"]);
  });

  it.each(["true", "null", "yes", "1e3", "12", "0x1f", "1.5", "a_b", "v.inf", "on", "2001"])(
    "keeps the name %s text",
    (name) => {
      expect(load(written([nodeOf(name, { addresses: [ip("10.0.0.1")] })]).text).hosts[0]?.name).toBe(name);
    },
  );

  it("is the same for the same nodes in another order", () => {
    const nodes = ["w2", "w10", "a", "cp2", "cp1"].map((name, index) =>
      nodeOf(name, { addresses: [ip(`10.0.0.${index}`)], ...(name.startsWith("cp") ? controlPlane : {}) }),
    );
    const { text } = written(nodes);
    expect(written(nodes.toReversed()).text).toBe(text);
    expect(load(text).hosts.map(({ name }) => name)).toEqual(["cp1", "cp2", "a", "w10", "w2"]);
  });

  it("goes without the version, and quotes what a server calls its own", () => {
    const head = (version: KnownCluster["version"]) => written([nodeOf("w1")], { version }).text.split("\n")[0];
    expect(head(unknown("unreachable", "gone", source))).toMatch(/nodes of https:\/\/api:6443\.$/);
    expect(head(present("v1\nhosts: []", source))).toContain('version "v1\\nhosts: []"');
  });

  it("loads, whatever the API says", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
      fc.constantFrom("cp1", "CP1", "w-1", "10.0.0.1", "fd00::1", "FD00:0::1", "#", "- a", "*a", "&b", "!c", "'", '"'),
    );
    const address = fc.record({ type: fc.constantFrom("InternalIP", "ExternalIP", "Hostname", "x"), address: text });
    const label = fc.constantFrom("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/etcd", "type");
    const taint = fc.record({ key: fc.oneof(label, text), effect: fc.constantFrom("NoSchedule", "x") });
    const node = fc.record({
      name: text,
      addresses: fc.array(address, { maxLength: 3 }),
      labels: fc.dictionary(label, text),
      taints: fc.array(taint, { maxLength: 2 }),
      osImage: text,
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), text, (nodes, version) => {
        const made = written([...nodes.map(({ name, ...more }) => nodeOf(name, more)), nodeOf("sure")], {
          version: present(version, source),
        });
        const hosts = load(made.text).hosts.map(({ name }) => name);
        expect(hosts).toHaveLength(made.hosts);
        const names = [...nodes.map(({ name }) => name), "sure"];
        expect([...hosts, ...made.leftOut.map((one) => one.name)].toSorted()).toEqual(names.toSorted());
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

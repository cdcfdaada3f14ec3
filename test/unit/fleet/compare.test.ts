import { describe, expect, it } from "vitest";
import { writeDraft } from "../../../src/draft/write-draft.ts";
import type { ApiNode } from "../../../src/evidence/cluster.ts";
import { present } from "../../../src/evidence/observed.ts";
import { compareWithNodes } from "../../../src/fleet/compare.ts";
import { draftOfNodes } from "../../../src/fleet/draft-of-nodes.ts";
import type { Host, HostRole } from "../../../src/inventory/inventory.ts";
import { parseInventory } from "../../../src/inventory/load.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { controlPlane, nodeOf } from "./nodes.ts";

const host = (name: string, role: HostRole, address = "192.0.2.1"): Host => hostOf(name, { role, address });
const compared = (hosts: readonly Host[], ...nodes: readonly ApiNode[]) =>
  compareWithNodes(hosts, present(nodes, { host: "https://api", request: "GET /api/v1/nodes" }));
const cp1 = nodeOf("cp1", controlPlane);
const etcd1 = nodeOf("etcd1", { labels: { "node-role.kubernetes.io/etcd": "true" } });

describe("comparing an inventory with the API's nodes", () => {
  it("finds nothing where both say the same, by name or by address", () => {
    const aliased = host("first", "worker", "10.0.0.7");
    const w1 = nodeOf("w1", { addresses: [{ type: "InternalIP", address: "10.0.0.7" }] });
    expect(compared([host("CP1", "control-plane"), aliased], cp1, w1)).toEqual([]);
  });

  it("finds nothing in an inventory that was written from these nodes", () => {
    const nodes = [
      nodeOf("cp1", { ...controlPlane, addresses: [{ type: "InternalIP", address: "10.0.0.1" }] }),
      nodeOf("tainted", { taints: controlPlane.taints ?? [], addresses: [{ type: "InternalIP", address: "fd00::2" }] }),
      nodeOf("named.example.org", { addresses: [] }),
      etcd1,
      nodeOf("1e3", { addresses: [{ type: "ExternalIP", address: "192.0.2.7" }] }),
    ];
    const version = present("v1.36.2", { host: "https://api", request: "GET /version" });
    const draft = draftOfNodes({ server: "https://api", version, nodes });
    const text = writeDraft({ ...draft, cluster: "c", ssh: { user: "audit" } });
    const { hosts } = parseInventory(text, "/inventory.yaml", { home: "/" });
    expect(hosts).toHaveLength(nodes.length);
    expect(compared(hosts, ...nodes)).toEqual([]);
  });

  it("names nodes that the inventory lacks, with what they are", () => {
    const windows = nodeOf("win1", { labels: { "kubernetes.io/os": "windows" } });
    expect(compared([host("cp1", "control-plane")], cp1, nodeOf("w1"), windows)).toEqual([
      { kind: "not-in-inventory", node: "w1", role: "worker" },
      { kind: "not-in-inventory", node: "win1", role: "worker", remark: expect.stringContaining("Windows") },
    ]);
  });

  it("names hosts that the API does not know, but for those of an external etcd", () => {
    const hosts = [host("cp1", "control-plane"), host("gone", "worker"), host("etcd1", "etcd")];
    expect(compared(hosts, cp1)).toEqual([{ kind: "not-in-api", host: "gone" }]);
  });

  it.each<readonly [HostRole, ApiNode, HostRole]>([
    ["worker", cp1, "control-plane"],
    ["etcd", cp1, "control-plane"],
    ["worker", etcd1, "etcd"],
    ["control-plane", etcd1, "etcd"],
  ])("names a host that is declared %s, and is something else by its labels", (declared, node, role) => {
    expect(compared([host(node.name, declared)], node)).toEqual([
      { kind: "role", host: node.name, declared, expected: { role, shownBy: expect.stringContaining("label") } },
    ]);
  });

  it("takes a missing label for a word only where others have it", () => {
    const hosts = [host("w1", "control-plane"), host("w2", "etcd")];
    expect(compared(hosts, nodeOf("w1"), nodeOf("w2"))).toEqual([]);
    expect(compared([...hosts, host("cp1", "control-plane")], nodeOf("w1"), nodeOf("w2"), cp1)).toMatchObject([
      { kind: "role", host: "w1", declared: "control-plane", expected: { role: "worker" } },
    ]);
  });
});

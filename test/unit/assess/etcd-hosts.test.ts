import { describe, expect, it } from "vitest";
import { etcdHosts } from "../../../src/assess/etcd-hosts.ts";
import type { CollectedFacts, NodeEvidence } from "../../../src/evidence/node.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { nodeEvidence } from "../../support/evidence.ts";
import { apiNodeOf, denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

const host = (node: string, address: string, facts: Partial<CollectedFacts>): NodeEvidence =>
  nodeEvidence(
    node,
    { ...unreadFacts(node, "not-collected", "test"), ...facts },
    { address, declaredRole: "control-plane" },
  );
const etcd = (...flags: readonly string[]): Partial<CollectedFacts> => ({
  "manifest.etcd": nothing,
  "process.etcd": here([processOf(["etcd", ...flags])]),
});
const cp1 = apiNodeOf("cp1", {
  addresses: [
    { type: "InternalIP", address: "10.0.0.1" },
    { type: "InternalIP", address: "2001:db8:0:0::1" },
    { type: "Hostname", address: "CP1.example." },
  ],
});

describe("the hosts whose etcd was seen", () => {
  it("are known by inventory address, API addresses and what etcd itself listens on and tells its peers", () => {
    const flags = [
      "--listen-client-urls=https://127.0.0.1:2379,https://10.1.0.1:2379",
      "--listen-peer-urls=https://0.0.0.0:2380",
      "--initial-advertise-peer-urls=https://etcd-a.internal:2380",
      "--advertise-client-urls=https://balancer.example:2379",
    ];
    expect(etcdHosts([host("cp1", "192.0.2.1", etcd(...flags))], here([cp1]))).toEqual([
      "10.0.0.1",
      "10.1.0.1",
      "192.0.2.1",
      "2001:db8::1",
      "cp1.example",
      "etcd-a.internal",
    ]);
  });

  it("are those that show a manifest or a process, whatever the API does", () => {
    const hosts = [
      host("a", "10.0.0.1", { "manifest.etcd": here([manifestOf(["etcd"])]), "process.etcd": denied }),
      host("b", "10.0.0.2", { "manifest.etcd": nothing, "process.etcd": nothing }),
      host("c", "10.0.0.3", {}),
      host("d", "127.0.0.1", etcd()),
    ];
    expect(etcdHosts(hosts, denied)).toEqual(["10.0.0.1"]);
  });

  it("listen where the configuration file says, if it was read", () => {
    const named = etcd("--config-file=/e.yaml", "--listen-peer-urls=https://10.9.9.9:2380");
    const content = { "listen-peer-urls": "https://10.1.0.1:2380" };
    const read = { ...named, "content.etcd-config": here({ path: "/e.yaml", file: "/e.yaml", content }) };
    expect(etcdHosts([host("a", "10.0.0.1", read)], denied)).toEqual(["10.0.0.1", "10.1.0.1"]);
    expect(etcdHosts([host("a", "10.0.0.1", named)], denied)).toEqual(["10.0.0.1"]);
  });
});

import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Listener } from "../../../../src/evidence/listeners.ts";
import type { PacketFilter } from "../../../../src/evidence/packet-filter.ts";
import { rule } from "../../../../src/rules/nsa-cisa/control-plane-firewall.ts";
import { apiService } from "../../../support/cluster-facts.ts";
import { controlPlane, denied, type FactsGiven, facts, here, nothing, worker } from "../../../support/facts.ts";
import { filterOf, type GivenTable } from "../../../support/nft-rules.ts";
import { recordedNode } from "../../../support/recorded-node.ts";

const apiServer = (address: string, port = 6443): Listener => ({
  protocol: "tcp",
  address,
  port,
  program: "kube-apiserver",
  component: "kube-apiserver",
});
const kubelet: Listener = { protocol: "tcp", address: "::", port: 10_250, program: "kubelet", component: "kubelet" };
const judged = (given: FactsGiven) => judgeNode(rule, facts({ "node.role": here(controlPlane), ...given })).literal;
const rows = (given: FactsGiven) => judged(given).seen.map(({ what, value }) => `${what}: ${value}`);

it("is for a person where no packet filters were read, with what can be reached and what publishes the API", () => {
  const listeners: FactsGiven = {
    "host.listeners": here([
      apiServer("::", 443),
      { protocol: "tcp", address: "127.0.0.1", port: 10_259, program: "kube-scheduler", component: "kube-scheduler" },
      { protocol: "tcp", address: "0.0.0.0", port: 6443, program: "haproxy" },
      { protocol: "tcp", address: "0.0.0.0", port: 9100, program: "node_exporter" },
      { protocol: "udp", address: "0.0.0.0", port: 6443, program: "game" },
    ]),
  };
  const services = [
    apiService(),
    apiService({
      namespace: "x",
      name: "published",
      type: "NodePort",
      ports: [{ protocol: "tcp", port: 1, nodePort: 30_443 }],
    }),
    apiService({ name: "other", endpoints: [{ address: "10.9.9.9", protocol: "tcp", port: 80 }] }),
  ];
  expect(judged(listeners)).toMatchObject({ status: "not_reviewed", reason: expect.stringContaining("was not read") });
  expect(rows({ ...listeners, "api.services": here(services), "host.packet-filter": denied })).toEqual([
    "listening socket of kube-apiserver: [::]:443/tcp",
    "listening socket of haproxy: 0.0.0.0:6443/tcp",
    "packet filters of the node: not seen (permission-denied: Permission denied)",
    "Service default/kubernetes, which leads to the API server: ClusterIP, to 10.0.0.7:6443/tcp",
    "Service x/published, which leads to the API server: NodePort, node ports 30443, to 10.0.0.7:6443/tcp",
  ]);
});

it("says what could not be seen", () => {
  expect(rows({ "host.listeners": denied, "api.services": denied, "host.packet-filter": denied })).toEqual([
    "listening sockets: not seen (permission-denied: Permission denied)",
    "packet filters of the node: not seen (permission-denied: Permission denied)",
    "Services that lead to the API server: not seen (permission-denied: Permission denied)",
  ]);
  expect(rows({ "host.listeners": here([]), "api.services": nothing, "host.packet-filter": nothing })).toEqual([]);
});

/** A node whose filters, addresses and neighbours are these. */
const nodeWith = (tables: readonly GivenTable[], more: Partial<PacketFilter> & FactsGiven = {}): FactsGiven => {
  const { addresses = ["127.0.0.1", "10.0.0.7"], legacyTables = [], ...given } = more;
  return {
    "host.packet-filter": here({ ...filterOf(...tables), addresses, legacyTables }),
    "host.listeners": here([apiServer("::"), kubelet]),
    "host.cni": here([{ file: "/etc/cni/net.d/10-bridge.conflist", plugins: here(["bridge", "portmap"]) }]),
    "api.services": here([apiService()]),
    ...given,
  };
};

const closed: readonly GivenTable[] = [
  {
    rules: [
      "ct state vmap { established : accept, related : accept, invalid : drop }",
      "iif lo accept",
      "meta l4proto { icmp, ipv6-icmp } accept",
      "tcp dport { 22, 80-90 } accept",
      "tcp dport 6443 ip saddr @allowed accept",
      "tcp dport 6443 ip6 saddr @sites accept",
    ],
  },
];
const internet = { addresses: ["127.0.0.1", "8.8.8.8", "fe80::1"] };
const cni = (...plugins: readonly string[]): FactsGiven => ({
  "host.cni": here([{ file: "/etc/cni/net.d/05-x.conflist", plugins: here(plugins) }]),
});
const listening = (...listeners: readonly Listener[]): FactsGiven => ({ "host.listeners": here(listeners) });

describe("the node's own rules", () => {
  it.each<readonly [string, FactsGiven, string]>([
    ["admit named sources to every port", nodeWith(closed), "not_a_finding"],
    ["are beside tables that were not read", nodeWith(closed, { legacyTables: ["ip filter"] }), "not_a_finding"],
    ["admit anybody to one port", nodeWith([{ rules: ["tcp dport 6443 accept"] }]), "not_reviewed"],
    ["are for IPv4 only", nodeWith([{ ...closed[0], family: "ip" }]), "not_reviewed"],
    [
      "are for IPv4 only, as the sockets are",
      nodeWith([{ ...closed[0], family: "ip" }], listening(apiServer("10.0.0.7"))),
      "not_a_finding",
    ],
    ["were read of a node on which nobody listens", nodeWith(closed, listening()), "not_reviewed"],
    ["were read of a node whose sockets were not", nodeWith(closed, { "host.listeners": denied }), "not_reviewed"],
    ["are known, the Services are not", nodeWith(closed, { "api.services": denied }), "not_reviewed"],
    [
      "are known, a host of etcd needs no Services",
      nodeWith(closed, { "api.services": denied, ...listening(kubelet) }),
      "not_a_finding",
    ],
    [
      "do not see who comes by a Service",
      nodeWith(closed, { "api.services": here([apiService(), apiService({ name: "lb", external: true })]) }),
      "not_reviewed",
    ],
    [
      "are none for UDP",
      nodeWith(
        closed,
        listening({ protocol: "udp", address: "::", port: 1, program: "kubelet", component: "kubelet" }),
      ),
      "not_reviewed",
    ],
    [
      "leave open what K3s serves elsewhere",
      nodeWith(
        [{ rules: ["tcp dport { 22, 80-90 } accept"] }],
        listening({ ...apiServer("::", 85), program: "k3s", component: undefined } as never),
      ),
      "not_reviewed",
    ],
    // Nothing at all.
    ["are none, on a public address", nodeWith([], internet), "open"],
    ["are none, by IPv6", nodeWith([], { addresses: ["2a00::1"] }), "open"],
    ["are none, where the socket says which address", nodeWith([], listening(apiServer("8.8.8.8"))), "open"],
    ["are none, on a private address", nodeWith([]), "not_reviewed"],
    [
      "are none, IPv6 is not listened on",
      nodeWith([], { addresses: ["2a00::1"], ...listening(apiServer("0.0.0.0")) }),
      "not_reviewed",
    ],
    ["are none, and the API server is elsewhere", nodeWith([], { ...internet, ...listening(kubelet) }), "not_reviewed"],
    ["are none of nf_tables'", nodeWith([], { ...internet, legacyTables: ["ip filter"] }), "not_reviewed"],
    ["are none yet", nodeWith([{ policy: "accept" }], internet), "not_reviewed"],
    ["are on another hook", nodeWith([{ hook: "ingress", family: "netdev" }], internet), "not_reviewed"],
    ["only translate", nodeWith([{ hook: "prerouting", type: "nat" }], internet), "open"],
    ["may be the network plugin's", nodeWith([], { ...internet, ...cni("cilium-cni") }), "not_reviewed"],
    ["may be those of a plugin that was not seen", nodeWith([], { ...internet, "host.cni": denied }), "not_reviewed"],
    ["are none, and no plugin is configured", nodeWith([], { ...internet, "host.cni": nothing }), "open"],
  ])("%s", (_, given, status) => {
    expect(judged(given).status, judged(given).reason).toBe(status);
  });

  it("are shown by port, with the rule that admits all", () => {
    const open = nodeWith([{ rules: ["tcp dport 6443 accept", "ct state new accept"] }]);
    expect(rows({ ...open, ...listening(apiServer("0.0.0.0"), { ...kubelet, address: "0.0.0.0" }) }).slice(3)).toEqual([
      "packet filter before 6443/tcp, IPv4: inet filter input, policy drop: may admit any source (input: l4proto tcp tcp " +
        "dport 6443 accept)",
      "packet filter before 10250/tcp, IPv4: inet filter input, policy drop: may admit any source (input: ct state new accept)",
    ]);
    expect(rows(nodeWith(closed)).slice(3)).toEqual([
      "packet filter before 6443/tcp, IPv4: inet filter input, policy drop: admits named sources only",
      "packet filter before 6443/tcp, IPv6: inet filter input, policy drop: admits named sources only",
      "packet filter before 10250/tcp, IPv4: inet filter input, policy drop: admits nobody",
      "packet filter before 10250/tcp, IPv6: inet filter input, policy drop: admits nobody",
    ]);
  });
});

it("is for a person on a control plane of kubeadm, and nobody's matter on workers", async () => {
  const { literal } = judgeNode(rule, await recordedNode("cp1"));
  expect(literal.status).toBe("not_reviewed");
  expect(literal.reason).toMatch(/^The node's own rules do not prove/);
  expect(judged({ "node.role": here(worker) }).status).toBe("not_applicable");
});

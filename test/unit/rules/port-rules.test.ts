import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { ApiService } from "../../../src/evidence/cluster.ts";
import type { Listener } from "../../../src/evidence/listeners.ts";
import type { Invocation, PodPort } from "../../../src/evidence/processes.ts";
import type { AddressClass, ApprovedPort, PortComponent, PortsList } from "../../../src/evidence/site.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as apiServerRule } from "../../../src/rules/stig/V-242410-api-server-ports.ts";
import { rule as schedulerRule } from "../../../src/rules/stig/V-242411-scheduler-ports.ts";
import { rule as managerRule } from "../../../src/rules/stig/V-242412-controller-manager-ports.ts";
import { rule as etcdRule } from "../../../src/rules/stig/V-242413-etcd-ports.ts";
import {
  apiNode,
  controlPlane,
  denied,
  etcdHost,
  type FactsGiven,
  facts,
  here,
  manifestOf,
  nothing,
  processOf,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

const socket = (component: PortComponent, address: string, port: number): Listener => ({
  ...{ protocol: "tcp", address, port, program: component, component },
});
const probe = (port: number, address?: string): PodPort => ({
  ...{ kind: "probe", protocol: "tcp", port, hostNetwork: true, ...(address === undefined ? {} : { address }) },
});
const containerPort = (port: number): PodPort => ({ kind: "container port", protocol: "tcp", port, hostNetwork: true });

const kubernetes: ApiService = {
  namespace: "default",
  name: "kubernetes",
  type: "ClusterIP",
  clusterIP: true,
  external: false,
  labels: { component: "apiserver" },
  selector: {},
  ports: [{ protocol: "tcp", port: 443 }],
  endpoints: [{ address: "10.0.0.7", protocol: "tcp", port: 6443 }],
};
const monitoring = (more: Partial<ApiService> = {}): ApiService => ({
  ...kubernetes,
  namespace: "kube-system",
  name: "scheduler-metrics",
  labels: {},
  selector: { component: "kube-scheduler" },
  clusterIP: false,
  ports: [{ protocol: "tcp", port: 10259 }],
  endpoints: [{ address: "10.0.0.7", protocol: "tcp", port: 10259 }],
  ...more,
});

/** What kubeadm starts; the sockets are those of ../shared/fixtures/kubeadm-1.36/pods/ss.txt. */
const words: Readonly<Record<PortComponent, readonly string[]>> = {
  "kube-apiserver": ["--advertise-address=10.0.0.7", "--secure-port=6443", "--etcd-servers=https://127.0.0.1:2379"],
  "kube-scheduler": ["--bind-address=127.0.0.1"],
  "kube-controller-manager": ["--bind-address=127.0.0.1"],
  etcd: [
    "--advertise-client-urls=https://10.0.0.7:2379",
    "--initial-advertise-peer-urls=https://10.0.0.7:2380",
    "--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.7:2379",
    "--listen-metrics-urls=http://127.0.0.1:2381",
    "--listen-peer-urls=https://10.0.0.7:2380",
  ],
};
const ports: Readonly<Record<PortComponent, readonly PodPort[]>> = {
  "kube-apiserver": [containerPort(6443), probe(6443, "10.0.0.7")],
  "kube-scheduler": [containerPort(10259), probe(10259, "127.0.0.1")],
  "kube-controller-manager": [containerPort(10257), probe(10257, "127.0.0.1")],
  etcd: [containerPort(2381), probe(2381, "127.0.0.1")],
};
const sockets: readonly Listener[] = [
  socket("etcd", "127.0.0.1", 2379),
  socket("etcd", "127.0.0.1", 2381),
  socket("etcd", "10.0.0.7", 2379),
  socket("etcd", "10.0.0.7", 2380),
  socket("kube-controller-manager", "127.0.0.1", 10257),
  socket("kube-scheduler", "127.0.0.1", 10259),
  socket("kube-apiserver", "::", 6443),
  { protocol: "tcp", address: "0.0.0.0", port: 22, program: "sshd" },
];

const container = (component: PortComponent, ...more: readonly string[]): Invocation => ({
  ...{ ...manifestOf([component, ...words[component], ...more]), ports: ports[component] },
  image: `registry.k8s.io/${component}:v1.36.2`,
});
const runs = (component: PortComponent, ...more: readonly string[]): FactsGiven => ({
  [`manifest.${component}`]: here([container(component, ...more)]),
  [`process.${component}`]: here([processOf([component, ...words[component], ...more])]),
});
const kubeadm: FactsGiven = {
  "node.role": here(controlPlane),
  "node.api": apiNode(),
  ...runs("kube-apiserver"),
  ...runs("kube-scheduler"),
  ...runs("kube-controller-manager"),
  ...runs("etcd"),
  "host.listeners": here(sockets),
  "api.services": here([kubernetes]),
};

const entry = (first: number, address: AddressClass, more: Partial<ApprovedPort> = {}): ApprovedPort => ({
  ...{ first, last: first, protocol: "tcp", address, direction: "in", ...more },
});
const entries: Readonly<Record<PortComponent, readonly ApprovedPort[]>> = {
  "kube-apiserver": [entry(6443, "any"), entry(443, "any")],
  "kube-scheduler": [entry(10259, "loopback")],
  "kube-controller-manager": [entry(10257, "node-ip")],
  etcd: [entry(2379, "node-ip", { last: 2380 }), entry(2381, "loopback")],
};
const document: PortsList = {
  document: "PPSM-2026-7",
  version: "3",
  approvedBy: "ISSM",
  date: "2026-01-31",
  components: entries,
};
const listed = (list: Partial<PortsList> = {}): FactsGiven => ({ "site.ppsm": here({ ...document, ...list }) });
const only = (component: PortComponent, ...approved: readonly ApprovedPort[]): FactsGiven =>
  listed({ components: { [component]: approved } });
const also = (...listeners: readonly Listener[]): FactsGiven => ({
  "host.listeners": here([...sockets, ...listeners]),
});
const served = (...services: readonly ApiService[]): FactsGiven => ({
  "api.services": here([kubernetes, ...services]),
});

const cases = (component: PortComponent): readonly RuleCase[] => {
  const approved = { ...kubeadm, ...listed() };
  const extra = also(socket(component, "10.0.0.7", 4444));
  return [
    ["no list", kubeadm, "not_reviewed"],
    [
      "not running, and nobody approved its ports",
      { ...kubeadm, ...listed({ components: {} }), [`process.${component}`]: nothing },
      "open",
    ],
    ["no list, a port more", { ...kubeadm, ...extra }, "not_reviewed"],
    ["all approved", approved, "not_a_finding"],
    ["expires today", { ...approved, ...listed({ expires: "2026-11-21" }) }, "not_a_finding"],
    ["expired yesterday", { ...approved, ...listed({ expires: "2026-11-20" }) }, "not_reviewed"],
    ["expires some day", { ...approved, ...listed({ expires: "soon" }) }, "not_reviewed"],
    [
      "the time of the run is not known",
      { ...approved, ...listed({ expires: "2027-01-01" }), "node.collected-at": here("") },
      "not_reviewed",
    ],
    ["approved by nobody", { ...approved, ...listed({ approvedBy: " " }) }, "not_reviewed"],
    [
      "another list expired, a port more",
      { ...approved, ...extra, ...listed({ expires: "2026-01-01" }) },
      "not_reviewed",
    ],
    ["nothing of the component on the list", { ...approved, ...listed({ components: {} }) }, "open"],
    ["a socket that nobody approved", { ...approved, ...extra }, "open"],
    [
      "UDP where TCP is approved",
      { ...approved, ...also({ ...socket(component, "127.0.0.1", 10259), protocol: "udp" }) },
      "open",
    ],
    [
      "a socket of another program",
      { ...approved, ...also({ protocol: "tcp", address: "::", port: 4444 }) },
      "not_a_finding",
    ],
    ["sockets unread", { ...approved, "host.listeners": denied }, "not_reviewed"],
    ["Services unread", { ...approved, "api.services": denied }, "not_reviewed"],
    ["the API's nodes unread: no Service leads here", { ...approved, "node.api": denied }, "not_reviewed"],
    ["manifest unread", { ...approved, [`manifest.${component}`]: denied }, "not_reviewed"],
    ["process unread", { ...approved, [`process.${component}`]: denied }, "not_reviewed"],
    ["not running", { ...approved, [`process.${component}`]: nothing }, "not_reviewed"],
    [
      "sockets held by another program",
      {
        ...approved,
        "host.listeners": here(sockets.map(({ component: _hidden, ...held }) => ({ ...held, program: "k3s" }))),
      },
      "not_reviewed",
    ],
    ["nowhere", { ...approved, [`process.${component}`]: nothing, [`manifest.${component}`]: nothing }, "not_reviewed"],
    ["Services unread, a socket that nobody approved", { ...approved, ...extra, "api.services": denied }, "open"],
    [
      "ports of the manifest not understood",
      { ...approved, [`manifest.${component}`]: here([manifestOf([component, ...words[component]])]) },
      "not_reviewed",
    ],
    [
      "a probe of a port without a number",
      {
        ...approved,
        [`manifest.${component}`]: here([
          { ...container(component), ports: [{ kind: "probe", protocol: "tcp", hostNetwork: true }] },
        ]),
      },
      "not_reviewed",
    ],
    [
      "a container port that nobody approved",
      { ...approved, [`manifest.${component}`]: here([{ ...container(component), ports: [containerPort(4444)] }]) },
      "open",
    ],
  ];
};
const approved = { ...kubeadm, ...listed() };

ruleCases(apiServerRule, [
  ...cases("kube-apiserver"),
  [
    "on another port, of which there is neither manifest nor socket",
    {
      ...approved,
      "manifest.kube-apiserver": nothing,
      "process.kube-apiserver": here([processOf(["kube-apiserver", "--secure-port=16443"])]),
    },
    "open",
  ],
  [
    "its Service on a port that nobody approved, which leads nowhere",
    {
      ...approved,
      "api.services": here([{ ...kubernetes, labels: {}, endpoints: [], ports: [{ protocol: "tcp", port: 8443 }] }]),
    },
    "open",
  ],
  [
    "a Service of the same name elsewhere",
    {
      ...approved,
      ...served({
        ...kubernetes,
        namespace: "x",
        labels: {},
        endpoints: [],
        ports: [{ protocol: "tcp", port: 8443 }],
      }),
    },
    "not_a_finding",
  ],
  [
    "only loopback approved",
    { ...kubeadm, ...only("kube-apiserver", entry(6443, "loopback"), entry(443, "any")) },
    "open",
  ],
  [
    "only node addresses approved",
    { ...kubeadm, ...only("kube-apiserver", entry(6443, "node-ip"), entry(443, "any")) },
    "open",
  ],
  ["the Service's port not approved", { ...kubeadm, ...only("kube-apiserver", entry(6443, "any")) }, "open"],
  [
    "the Service's port approved on node addresses",
    { ...kubeadm, ...only("kube-apiserver", entry(6443, "any"), entry(443, "node-ip")) },
    "open",
  ],
  [
    "approved outwards",
    { ...kubeadm, ...only("kube-apiserver", entry(6443, "any", { direction: "out" }), entry(443, "any")) },
    "open",
  ],
  ["etcd on another host", { ...approved, ...runs("kube-apiserver", "--etcd-servers=https://10.0.0.9:2379") }, "open"],
  [
    "etcd of some resources on another host",
    { ...approved, ...runs("kube-apiserver", "--etcd-servers-overrides=/events#https://10.0.0.9:2379") },
    "open",
  ],
  [
    "etcd on another host, approved",
    {
      ...approved,
      ...runs("kube-apiserver", "--etcd-servers=https://10.0.0.9:2379"),
      ...only("kube-apiserver", ...entries["kube-apiserver"], entry(2379, "any", { direction: "out" })),
    },
    "not_a_finding",
  ],
  [
    "a node port",
    { ...approved, ...served({ ...kubernetes, ports: [{ protocol: "tcp", port: 443, nodePort: 30443 }] }) },
    "open",
  ],
  [
    "a Service without an address that leads here",
    {
      ...approved,
      ...served({
        ...kubernetes,
        namespace: "x",
        name: "y",
        labels: {},
        external: true,
        ports: [{ protocol: "tcp", port: 8443 }],
      }),
    },
    "open",
  ],
  [
    "a Service that leads elsewhere",
    {
      ...approved,
      ...served({
        ...kubernetes,
        namespace: "x",
        name: "y",
        labels: {},
        ports: [{ protocol: "tcp", port: 8443 }],
        endpoints: [{ address: "10.244.0.9", protocol: "tcp", port: 6443 }],
      }),
    },
    "not_a_finding",
  ],
  ["an insecure port", { ...approved, ...runs("kube-apiserver", "--insecure-port=8080") }, "open"],
  ["no port", { ...approved, ...runs("kube-apiserver", "--secure-port=https") }, "not_reviewed"],
]);
ruleCases(schedulerRule, [
  ...cases("kube-scheduler"),
  [
    "everywhere, by the process alone",
    {
      ...approved,
      "manifest.kube-scheduler": denied,
      "process.kube-scheduler": here([processOf(["kube-scheduler", "--bind-address=0.0.0.0"])]),
    },
    "open",
  ],
  ["a Service for monitoring", { ...approved, ...served(monitoring()) }, "open"],
  [
    "a Service of an application",
    { ...approved, ...served(monitoring({ namespace: "apps", endpoints: [] })) },
    "not_a_finding",
  ],
  ["everywhere", { ...approved, ...runs("kube-scheduler", "--bind-address=0.0.0.0") }, "open"],
  ["on another port", { ...approved, ...runs("kube-scheduler", "--secure-port=10260") }, "open"],
  [
    "1.22: an insecure port",
    {
      ...approved,
      "manifest.kube-scheduler": here([
        { ...container("kube-scheduler"), image: "k8s.gcr.io/kube-scheduler:v1.22.17" },
      ]),
    },
    "open",
  ],
]);
ruleCases(managerRule, [
  ...cases("kube-controller-manager"),
  [
    "1.22: an insecure port",
    {
      ...approved,
      "manifest.kube-controller-manager": here([
        { ...container("kube-controller-manager"), image: "k8s.gcr.io/kube-controller-manager:v1.22.17" },
      ]),
    },
    "open",
  ],
  [
    "a container port of its own that nobody approved",
    {
      ...approved,
      "host.listeners": denied,
      "manifest.kube-controller-manager": here([
        { ...container("kube-controller-manager"), ports: [{ ...containerPort(4444), hostNetwork: false }] },
      ]),
    },
    "open",
  ],
  [
    "a container port of its own that is approved for loopback",
    {
      ...kubeadm,
      ...only("kube-controller-manager", entry(10257, "loopback")),
      "manifest.kube-controller-manager": here([
        { ...container("kube-controller-manager"), ports: [{ ...containerPort(10257), hostNetwork: false }] },
      ]),
    },
    "open",
  ],
  ["everywhere", { ...approved, ...runs("kube-controller-manager", "--bind-address=0.0.0.0") }, "open"],
  [
    "a cloud provider's controller manager",
    { ...approved, ...also({ protocol: "tcp", address: "::", port: 10258, program: "aws-cloud-controller-manager" }) },
    "open",
  ],
]);
ruleCases(etcdRule, [
  ...cases("etcd"),
  [
    "a port that nobody approved in the process alone",
    {
      ...approved,
      "process.etcd": here([processOf(["etcd", ...words.etcd, "--listen-client-http-urls=http://10.0.0.7:9998"])]),
    },
    "open",
  ],
  [
    "a port that nobody approved in the process alone, and no manifest",
    {
      ...approved,
      "manifest.etcd": nothing,
      "process.etcd": here([processOf(["etcd", ...words.etcd, "--listen-client-http-urls=http://10.0.0.7:9998"])]),
    },
    "open",
  ],
  [
    "a port that nobody approved in the manifest, the process's environment unread",
    {
      ...approved,
      "manifest.etcd": here([container("etcd", "--listen-client-urls=https://10.0.0.7:9999")]),
      "process.etcd": here([{ ...processOf(["etcd", ...words.etcd]), env: "unread" }]),
    },
    "open",
  ],
  ...(["manifest", "process"] as const).map(
    (where): RuleCase => [
      `a port that nobody approved, by which the API server's ${where} reaches it`,
      {
        ...approved,
        [`${where}.kube-apiserver`]: here([
          where === "manifest"
            ? container("kube-apiserver", "--etcd-servers=https://127.0.0.1:9999")
            : processOf(["kube-apiserver", "--etcd-servers=https://127.0.0.1:9999"]),
        ]),
      },
      "open",
    ],
  ),
  [
    "a host of etcd only",
    { ...approved, "node.role": here(etcdHost), "manifest.kube-apiserver": nothing, "process.kube-apiserver": nothing },
    "not_a_finding",
  ],
  [
    "no manifest, the environment unread",
    {
      ...approved,
      "manifest.etcd": nothing,
      "process.etcd": here([{ ...processOf(["etcd", ...words.etcd]), env: "unread" }]),
    },
    "not_reviewed",
  ],
  [
    "a member on a host that was not audited",
    { ...approved, ...runs("etcd", "--initial-cluster=n1=https://10.0.0.7:2380,n2=https://10.0.0.8:2380") },
    "not_reviewed",
  ],
  [
    "members on hosts of this audit",
    {
      ...approved,
      ...runs("etcd", "--initial-cluster=n1=https://10.0.0.7:2380,n2=https://10.0.0.8:2380"),
      "cluster.etcd-hosts": here(["10.0.0.7", "10.0.0.8"]),
    },
    "not_a_finding",
  ],
  ["a configuration file", { ...approved, ...runs("etcd", "--config-file=/etc/etcd.yaml") }, "not_reviewed"],
  [
    "a URL by variable",
    {
      ...approved,
      "manifest.etcd": here([{ ...container("etcd"), env: { ETCD_LISTEN_CLIENT_HTTP_URLS: "http://10.0.0.7:2400" } }]),
    },
    "open",
  ],
  [
    "a URL without a port",
    { ...approved, ...runs("etcd", "--listen-client-http-urls=tcp://10.0.0.7") },
    "not_reviewed",
  ],
  [
    "a socket in the file system",
    { ...approved, ...runs("etcd", "--listen-client-http-urls=unix://localhost:2400") },
    "not_a_finding",
  ],
  [
    "the datastore is kine",
    {
      ...approved,
      "manifest.etcd": nothing,
      "process.etcd": nothing,
      ...runs("kube-apiserver", "--etcd-servers=unix://kine.sock"),
      "manifest.kube-apiserver": here([manifestOf(["kube-apiserver", "--etcd-servers=unix://kine.sock"])]),
      "process.kube-apiserver": here([processOf(["kube-apiserver", "--etcd-servers=unix://kine.sock"])]),
    },
    "not_applicable",
  ],
]);

describe("the worksheet", () => {
  const seenBy = (rule: NodeRule, given: FactsGiven) => judgeNode(rule, facts(given)).literal.seen;
  const rows = (rule: NodeRule, given: FactsGiven = kubeadm) =>
    seenBy(rule, given).map(({ what, value }) => [what, value]);

  it("has what a default kubeadm node shows", () => {
    expect([apiServerRule, schedulerRule, managerRule, etcdRule].flatMap((rule) => rows(rule))).toEqual([
      ["kube-apiserver, 443/tcp on the cluster's own network", "service default/kubernetes"],
      [
        "kube-apiserver, 6443/tcp on any address",
        "socket; --secure-port; --advertise-address; container port; probe; endpoint of service default/kubernetes",
      ],
      ["kube-apiserver, 2379/tcp out to loopback", "--etcd-servers (https)"],
      [
        "node ports that kube-apiserver hands out to Services, not compared",
        "30000-32767 (--service-node-port-range not set)",
      ],
      ["kube-scheduler, 10259/tcp on loopback", "socket; --secure-port (not set); container port; probe"],
      ["kube-controller-manager, 10257/tcp on loopback", "socket; --secure-port (not set); container port; probe"],
      [
        "etcd, 2379/tcp on the node's addresses",
        "socket; --listen-client-urls (https); --advertise-client-urls (https)",
      ],
      ["etcd, 2379/tcp on loopback", "socket; --listen-client-urls (https); --etcd-servers of kube-apiserver (https)"],
      [
        "etcd, 2380/tcp on the node's addresses",
        "socket; --listen-peer-urls (https); --initial-advertise-peer-urls (https)",
      ],
      ["etcd, 2381/tcp on loopback", "socket; --listen-metrics-urls (http); container port; probe"],
    ]);
  });

  it("says what covers each row, and what is approved but was not seen", () => {
    const given = {
      ...kubeadm,
      ...only("kube-scheduler", entry(10259, "any", { calReference: "CAL 7" }), entry(80, "any")),
    };
    expect(rows(schedulerRule, given)).toEqual([
      ["list of approved ports", "PPSM-2026-7, version 3, approved by ISSM, 2026-01-31"],
      ["approved, but not seen", "80/tcp in, any"],
      [
        "kube-scheduler, 10259/tcp on loopback",
        "socket; --secure-port (not set); container port; probe -- covered by 10259/tcp in, any (CAL 7)",
      ],
    ]);
  });

  it("names rows without an entry, and shows no process id", () => {
    const { literal } = judgeNode(schedulerRule, facts({ ...approved, ...also(socket("kube-scheduler", "::", 4444)) }));
    expect(literal.reason).toBe("No entry of the site's list covers kube-scheduler at 4444/tcp on any address.");
    expect(JSON.stringify(literal)).not.toContain('"pid"');
  });

  it("is the same whatever order the evidence comes in", () => {
    const reversed = { ...kubeadm, "host.listeners": here(sockets.toReversed()) };
    expect(seenBy(etcdRule, reversed)).toEqual(seenBy(etcdRule, kubeadm));
  });
});

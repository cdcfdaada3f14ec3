import type { ApiService } from "../../../src/evidence/cluster.ts";
import type { PortComponent } from "../../../src/evidence/site.ts";
import { rule as apiServerRule } from "../../../src/rules/stig/V-242410-api-server-ports.ts";
import { rule as schedulerRule } from "../../../src/rules/stig/V-242411-scheduler-ports.ts";
import { rule as managerRule } from "../../../src/rules/stig/V-242412-controller-manager-ports.ts";
import { rule as etcdRule } from "../../../src/rules/stig/V-242413-etcd-ports.ts";
import { denied, etcdHost, type FactsGiven, here, manifestOf, nothing, processOf } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import {
  also,
  approved,
  container,
  containerPort,
  entries,
  entry,
  kubeadm,
  kubernetes,
  listed,
  only,
  runs,
  socket,
  sockets,
  words,
} from "./listed-ports.ts";

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
/** Another Service on a port that nobody approved, to the API server unless said otherwise. */
const other = (more: Partial<ApiService> = {}): ApiService => ({
  ...kubernetes,
  namespace: "x",
  labels: {},
  ports: [{ protocol: "tcp", port: 8443 }],
  ...more,
});
const served = (...services: readonly ApiService[]): FactsGiven => ({
  "api.services": here([kubernetes, ...services]),
});

const cases = (component: PortComponent): readonly RuleCase[] => {
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
      "api.services": here([other({ namespace: "default", endpoints: [] })]),
    },
    "open",
  ],
  [
    "a Service of the same name elsewhere",
    {
      ...approved,
      ...served(other({ endpoints: [] })),
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
      ...served(other({ name: "y", external: true })),
    },
    "open",
  ],
  [
    "a Service that leads elsewhere",
    {
      ...approved,
      ...served(other({ name: "y", endpoints: [{ address: "10.244.0.9", protocol: "tcp", port: 6443 }] })),
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

import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/tls-protocol-and-ciphers.ts";
import {
  apiNode,
  controlPlane,
  denied,
  etcdHost,
  type FactsGiven,
  facts,
  here,
  kubelet,
  layoutOf,
  noComponents,
  nothing,
  processOf,
} from "../../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../../support/rule-cases.ts";
import { type Component, started } from "../control-plane.ts";

const urls = ["--listen-client-urls=https://10.0.0.7:2379", "--listen-peer-urls=https://10.0.0.7:2380"];
const etcd = (flags: readonly string[], image = "registry.k8s.io/etcd:3.6.8-0"): FactsGiven =>
  started("etcd", [...urls, ...flags], { image });
const config = ["--config=/var/lib/kubelet/config.yaml"];

const node: FactsGiven = {
  ...kubelet(config, {}, controlPlane),
  ...started("kube-apiserver", ["--etcd-servers=https://127.0.0.1:2379"]),
  ...started("kube-controller-manager", []),
  ...started("kube-scheduler", []),
  ...etcd([]),
  "content.etcd-config": nothing,
  "node.api": apiNode(),
};
const having = (component: Component, flags: readonly string[], image?: string): FactsGiven => ({
  ...node,
  ...started(component, flags, image === undefined ? {} : { image }),
});
const onWorker = (settings: Readonly<Record<string, unknown>>, flags: readonly string[] = []): FactsGiven => ({
  ...noComponents,
  ...kubelet([...config, ...flags], settings),
  "node.api": apiNode(),
});

const good = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
const weak = "TLS_RSA_WITH_AES_128_GCM_SHA256";
const old = (component: string) => `registry.k8s.io/${component}:v1.31.9`;

const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const ofComponents = components.flatMap((component): readonly RuleCase[] => [
  [`${component}: TLS 1.1`, having(component, ["--tls-min-version=VersionTLS11"]), "open"],
  [`${component}: a version that is none`, having(component, ["--tls-min-version=tls12"]), "open"],
  [`${component}: an insecure suite`, having(component, [`--tls-cipher-suites=${good},${weak}`]), "open"],
  [
    `${component}: by two flags`,
    having(component, [`--tls-cipher-suites=${good}`, `--tls-cipher-suites=${weak}`]),
    "open",
  ],
  [`${component}: Go's choice of an old release`, having(component, [], old(component)), "not_reviewed"],
  [`${component}: Go's choice of an unknown release`, having(component, [], "none"), "not_reviewed"],
  [
    `${component}: an old release with a list`,
    having(component, [`--tls-cipher-suites=${good}`], old(component)),
    "not_a_finding",
  ],
  [
    `${component}: TLS 1.3 takes no list`,
    having(component, ["--tls-min-version=VersionTLS13", `--tls-cipher-suites=${weak}`], old(component)),
    "not_a_finding",
  ],
  [`${component}: no process read`, { ...node, [`process.${component}`]: denied }, "not_reviewed"],
]);

ruleCases(rule, [
  ["kubeadm's defaults", node, "not_a_finding"],
  ...ofComponents,
  [
    "a scheduler that serves nothing",
    having("kube-scheduler", ["--secure-port=0", `--tls-cipher-suites=${weak}`]),
    "not_a_finding",
  ],
  ["etcd: TLS 1.3", { ...node, ...etcd(["--tls-min-version=TLS1.3"], "etcd:3.5.9") }, "not_a_finding"],
  ["etcd: a version of Kubernetes' flags", { ...node, ...etcd(["--tls-min-version=VersionTLS12"]) }, "open"],
  ["etcd: an insecure suite", { ...node, ...etcd([`--cipher-suites=${good},${weak}`]) }, "open"],
  ["etcd: a list of an old release", { ...node, ...etcd([`--cipher-suites=${good}`], "etcd:3.5.9") }, "not_a_finding"],
  ["etcd: Go's choice of an old release", { ...node, ...etcd([], "registry.k8s.io/etcd:3.5.21-0") }, "not_reviewed"],
  ["etcd: Go's choice of another image", { ...node, ...etcd([], "example.org/not-etcd:3.6.8") }, "not_reviewed"],
  [
    "etcd: by a variable",
    { ...node, ...started("etcd", urls, { image: "etcd:3.6.0", env: { ETCD_CIPHER_SUITES: weak } }) },
    "open",
  ],
  ["etcd: http", { ...node, ...started("etcd", ["--listen-client-urls=http://10.0.0.7:2379"]) }, "open"],
  [
    "etcd elsewhere",
    {
      ...node,
      "manifest.etcd": nothing,
      "process.etcd": nothing,
      ...started("kube-apiserver", ["--etcd-servers=https://10.0.0.99:2379"]),
    },
    "not_reviewed",
  ],
  ["kubelet: TLS 1.0", { ...node, ...kubelet(config, { tlsMinVersion: "VersionTLS10" }, controlPlane) }, "open"],
  ["a worker as kubeadm makes it", onWorker({}), "not_a_finding"],
  ["kubelet: an insecure suite", onWorker({ tlsCipherSuites: [good, weak] }), "open"],
  ["kubelet: not a list", onWorker({ tlsCipherSuites: good }), "not_reviewed"],
  ["kubelet: its flag counts", onWorker({ tlsCipherSuites: [weak] }, [`--tls-cipher-suites=${good}`]), "not_a_finding"],
  ["kubelet: an insecure suite by flag", onWorker({}, [`--tls-cipher-suites=${weak}`]), "open"],
  [
    "kubelet: its flag of the version counts",
    onWorker({ tlsMinVersion: "VersionTLS12" }, ["--tls-min-version=VersionTLS11"]),
    "open",
  ],
  ["kubelet: an old release", { ...onWorker({}), "node.api": apiNode({ kubeletVersion: "v1.31.1" }) }, "not_reviewed"],
  ["kubelet: its release not known", { ...onWorker({}), "node.api": denied }, "not_reviewed"],
  [
    "kubelet: TLS 1.3, whatever its release",
    { ...onWorker({ tlsMinVersion: "VersionTLS13" }), "node.api": denied },
    "not_a_finding",
  ],
  ["kubelet: not running on a worker", { ...onWorker({}), "process.kubelet": nothing }, "not_reviewed"],
  ["kubelet: configuration not read", { ...onWorker({}), "kubelet.config": denied }, "not_reviewed"],
  [
    "a host of etcd without a kubelet",
    {
      ...noComponents,
      ...etcd([]),
      "node.role": here(etcdHost),
      "content.etcd-config": nothing,
      "process.kubelet": nothing,
      "kubelet.config": nothing,
    },
    "not_a_finding",
  ],
  [
    "an unknown role, with a finding",
    { ...having("kube-apiserver", ["--tls-min-version=VersionTLS10"]), "node.role": denied },
    "open",
  ],
  ["an unknown role", { ...node, "node.role": denied }, "not_reviewed"],
  ["a provider's control plane", { ...onWorker({}), "node.layout": layoutOf("eks") }, "not_reviewed"],
]);

describe("etcd by its configuration file", () => {
  const path = "/etc/etcd.yaml";
  const of = (suites: readonly string[]) =>
    facts({
      ...node,
      "manifest.etcd": nothing,
      "process.etcd": here([{ ...processOf(["etcd", `--config-file=${path}`]) }]),
      "content.etcd-config": here({
        path,
        file: path,
        content: {
          "listen-client-urls": "https://10.0.0.7:2379",
          "listen-peer-urls": "https://10.0.0.7:2380",
          "cipher-suites": suites,
        },
      }),
    });

  it("is judged by its list of suites", () => {
    expect(judgeNode(rule, of([good])).literal.status).toBe("not_a_finding");
    expect(judgeNode(rule, of([good, weak])).literal.status).toBe("open");
  });
});

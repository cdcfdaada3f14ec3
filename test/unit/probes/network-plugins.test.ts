import { describe, expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import type { DiscoveredVersion } from "../../../src/evidence/discovery.ts";
import { readAdminPolicy } from "../../../src/probes/cluster/network-plugins/admin-policies.ts";
import { readCalicoPolicy } from "../../../src/probes/cluster/network-plugins/calico-policies.ts";
import { readCiliumPolicy } from "../../../src/probes/cluster/network-plugins/cilium-policies.ts";
import { getOfPlugins } from "../../../src/probes/cluster/network-plugins/get-policies.ts";
import {
  readFelixConfiguration,
  readNetworkSettings,
  readPeerAuthentication,
} from "../../../src/probes/cluster/network-plugins/settings.ts";
import { answeringApi } from "../../support/api-session.ts";
import { discovered, kubeadm, served } from "../../support/discovered.ts";
import { denied, here } from "../../support/facts.ts";
import { allPods } from "../../support/network-policies.ts";

const list = (...items: readonly object[]): ApiAnswer => ({ state: "answered", body: { metadata: {}, items } });

async function asked(discovery: readonly DiscoveredVersion[], answer: (path: string) => ApiAnswer = () => list()) {
  const paths: string[] = [];
  const api = answeringApi((path) => {
    paths.push(path.split("?")[0] ?? "");
    return answer(path);
  });
  return { facts: await getOfPlugins(api, here([...kubeadm, ...discovery])), paths };
}
const cilium = discovered("cilium.io/v2", [
  served("ciliumnetworkpolicies", "CiliumNetworkPolicy"),
  served("ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy", { namespaced: false }),
]);
const forbidden: ApiAnswer = { state: "failed", cause: "permission-denied", message: "HTTP 403", status: 403 };

describe("the objects of network plugins and meshes", () => {
  it("are not asked for where the server does not serve them", async () => {
    const { facts, paths } = await asked([]);
    expect(paths).toEqual([]);
    expect(Object.values(facts).map(({ state }) => state)).toEqual(["absent", "absent", "absent"]);
  });

  it("are asked for where it serves them, and are none where there are none", async () => {
    const { facts, paths } = await asked([cilium]);
    expect(paths).toEqual([
      "/apis/cilium.io/v2/ciliumnetworkpolicies",
      "/apis/cilium.io/v2/ciliumclusterwidenetworkpolicies",
    ]);
    expect(facts["api.plugin-policies"]).toMatchObject({
      state: "present",
      value: [],
      source: {
        request: "GET /apis/cilium.io/v2/ciliumnetworkpolicies, /apis/cilium.io/v2/ciliumclusterwidenetworkpolicies",
      },
    });
  });

  it("are unknown where one list is forbidden, and the right is named", async () => {
    const { facts } = await asked([cilium], (path) => (path.includes("clusterwide") ? forbidden : list()));
    expect(facts["api.plugin-policies"]).toMatchObject({
      state: "unknown",
      reason: "permission-denied",
      message: "list ciliumclusterwidenetworkpolicies.cilium.io: forbidden",
    });
    expect(facts["api.felix-configurations"].state).toBe("absent");
  });

  it("are unknown where one is not understood, or where a 404 contradicts discovery", async () => {
    const odd = await asked([cilium], () =>
      list({ metadata: { name: "odd" }, spec: { endpointSelector: { matchLabels: "all" } } }),
    );
    expect(odd.facts["api.plugin-policies"]).toMatchObject({ state: "unknown", reason: "unparseable" });
    const gone = await asked([cilium], () => ({ state: "failed", cause: "unsupported", message: "404", status: 404 }));
    expect(gone.facts["api.plugin-policies"]).toMatchObject({ state: "unknown", reason: "unsupported" });
  });

  it("are unknown where what their group serves is, and where discovery is", async () => {
    const { facts, paths } = await asked([{ group: "security.istio.io", version: "v1", resources: denied }]);
    expect([facts["api.peer-authentications"], paths]).toEqual([denied, []]);
    const api = answeringApi(() => list());
    expect(Object.values(await getOfPlugins(api, denied))).toEqual([denied, denied, denied]);
  });

  it("are asked for in an older version where only that is served, and in none that is not known", async () => {
    const peers = (version: string) => discovered(`security.istio.io/${version}`, [served("peerauthentications", "P")]);
    expect((await asked([peers("v1beta1")])).paths).toEqual(["/apis/security.istio.io/v1beta1/peerauthentications"]);
    expect((await asked([peers("v1beta1"), peers("v1")])).paths).toEqual([
      "/apis/security.istio.io/v1/peerauthentications",
    ]);
    const { facts, paths } = await asked([peers("v9")]);
    expect([facts["api.peer-authentications"], paths]).toMatchObject([{ state: "unknown", reason: "unsupported" }, []]);
  });
});

describe("a policy of Cilium", () => {
  const read = (spec: object, more: object = {}) =>
    readCiliumPolicy({ metadata: { name: "p" }, spec: { endpointSelector: {}, ...spec }, ...more });
  const ingressOf = (spec: object) => read(spec)[0]?.ingress;

  it("denies by default in the directions of which it has rules", () => {
    expect(read({ ingress: [{}] })).toEqual([
      { kind: "CiliumClusterwideNetworkPolicy", name: "p", pods: allPods, ingress: { denies: true, rules: [] } },
    ]);
    expect(ingressOf({ ingress: [], egress: [{}] })).toBeUndefined();
    expect(ingressOf({ ingressDeny: [{ fromEntities: ["world"] }] })).toEqual({
      denies: true,
      rules: [{ action: "Deny", peers: ["world"] }],
    });
    expect(ingressOf({ ingress: [{}], enableDefaultDeny: { ingress: false } })).toEqual({ denies: false, rules: [] });
  });

  it.each<readonly [string, object, object | undefined]>([
    ["nobody", {}, undefined],
    ["entities", { fromEntities: ["all"] }, { action: "Allow", peers: ["all"] }],
    ["addresses", { fromCIDR: ["0.0.0.0/0"] }, { action: "Allow", peers: ["0.0.0.0/0"] }],
    [
      "addresses but some",
      { fromCIDRSet: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }, { cidrGroupRef: "g" }] },
      { action: "Allow", peers: ["0.0.0.0/0 except"] },
    ],
    ["all endpoints", { fromEndpoints: [{}] }, { action: "Allow", peers: ["endpoints"] }],
    ["some endpoints", { fromEndpoints: [{ matchLabels: { app: "web" } }] }, { action: "Allow", peers: [] }],
    [
      "endpoints of any namespace",
      { fromEndpoints: [{ matchExpressions: [{ key: "io.kubernetes.pod.namespace", operator: "Exists" }] }] },
      { action: "Allow", peers: ["endpoints"] },
    ],
    [
      "what Cilium reserves",
      { fromEndpoints: [{ matchLabels: { "reserved:world": "" } }] },
      { action: "Allow", peers: ["endpoints"] },
    ],
    [
      "anybody at a port",
      { toPorts: [{ ports: [{ port: "80", protocol: "TCP" }] }] },
      { action: "Allow", isLimited: true },
    ],
    ["anybody at any port", { toPorts: [{ ports: [{ port: "0", protocol: "ANY" }] }] }, { action: "Allow" }],
    ["anybody at all ports of a range", { toPorts: [{ ports: [{ port: "1", endPort: 65535 }] }] }, { action: "Allow" }],
    [
      "anybody at two ports, one of them any",
      { toPorts: [{ ports: [{ port: "80" }] }, { ports: [{ port: "0" }] }] },
      { action: "Allow" },
    ],
    ["anybody by ICMP", { icmps: [{ fields: [{ type: 8 }] }] }, { action: "Allow", isLimited: true }],
  ])("lets through: %s", (_what, rule, expected) => {
    expect(ingressOf({ ingress: [rule] })?.rules).toEqual(expected === undefined ? [] : [expected]);
  });

  it("of a namespace means by all endpoints those of its own", () => {
    const [policy] = read({ ingress: [{ fromEndpoints: [{}] }] }, { metadata: { name: "p", namespace: "shop" } });
    expect(policy).toMatchObject({
      kind: "CiliumNetworkPolicy",
      namespace: "shop",
      ingress: { rules: [{ action: "Allow", peers: [] }] },
    });
  });

  it("lets out to every name", () => {
    const [policy] = read({
      egress: [{ toFQDNs: [{ matchPattern: "*" }] }, { toFQDNs: [{ matchName: "a.example" }] }],
    });
    expect(policy?.egress?.rules.map(({ peers }) => peers)).toEqual([["every name"], []]);
  });

  it("has each of its specs, none for hosts, and none at all where Cilium found it invalid", () => {
    const specs = [
      { endpointSelector: {}, ingress: [{}] },
      { nodeSelector: {}, ingress: [{}] },
    ];
    expect(readCiliumPolicy({ metadata: { name: "p" }, specs })).toHaveLength(1);
    expect(read({ ingress: [{}] }, { status: { conditions: [{ type: "Valid", status: "True" }] } })).toHaveLength(1);
    expect(read({ ingress: [{}] }, { status: { conditions: [{ type: "Valid", status: "False" }] } })).toEqual([]);
  });
});

describe("a policy of Calico", () => {
  const read = (spec: object, metadata: object = {}) =>
    readCalicoPolicy({ metadata: { name: "p", ...metadata }, spec });
  const ruleOf = (rule: object) => read({ types: ["Ingress"], ingress: [rule] })[0]?.ingress?.rules[0];

  it("denies what it does not decide, in its types", () => {
    expect(read({ selector: "all()", types: ["Ingress", "Egress"] })).toEqual([
      {
        kind: "Calico GlobalNetworkPolicy",
        name: "p",
        ingress: { denies: true, rules: [] },
        egress: { denies: true, rules: [] },
      },
    ]);
    expect(
      read({ tier: "default", selector: "app == 'a'", namespaceSelector: "has(team)" }, { namespace: "shop" }),
    ).toEqual([
      {
        kind: "Calico NetworkPolicy",
        namespace: "shop",
        name: "p",
        selector: "app == 'a'",
        namespaceSelector: "has(team)",
        ingress: { denies: true, rules: [] },
      },
    ]);
  });

  it.each([
    [{}, ["ingress"]],
    [{ ingress: [{ action: "Allow" }] }, ["ingress"]],
    [{ egress: [{ action: "Allow" }] }, ["egress"]],
    [{ ingress: [{ action: "Allow" }], egress: [{ action: "Allow" }] }, ["ingress", "egress"]],
  ])("has without types those of which it has rules: %#", (spec, expected) => {
    const [policy] = read(spec);
    expect(["ingress", "egress"].filter((key) => policy !== undefined && key in policy)).toEqual(expected);
  });

  it("that binds hosts alone is none, and one in a tier or by accounts says so", () => {
    expect([read({ doNotTrack: true }), read({ preDNAT: true })]).toEqual([[], []]);
    expect(read({ tier: "security", serviceAccountSelector: "has(a)" })).toMatchObject([
      { tier: "security", isForSome: true },
    ]);
  });

  it.each<readonly [string, object, object]>([
    ["anybody", { action: "Allow" }, { action: "Allow" }],
    ["anybody by TCP", { action: "Allow", protocol: "TCP" }, { action: "Allow" }],
    ["anybody by ICMP", { action: "Allow", protocol: "ICMP" }, { action: "Allow", isLimited: true }],
    [
      "anybody at a port",
      { action: "Allow", protocol: "TCP", destination: { ports: [80] } },
      { action: "Allow", isLimited: true },
    ],
    [
      "anybody, to some pods",
      { action: "Allow", destination: { selector: "app == 'a'" } },
      { action: "Allow", isLimited: true },
    ],
    ["addresses", { action: "Deny", source: { nets: ["10.0.0.0/8"] } }, { action: "Deny", peers: ["10.0.0.0/8"] }],
    [
      "addresses but some",
      { action: "Allow", source: { nets: ["::/0"], notNets: ["fc00::/7"] } },
      { action: "Allow", peers: ["::/0 except"] },
    ],
    [
      "all but some",
      { action: "Allow", source: { notNets: ["fc00::/7"] } },
      { action: "Allow", peers: ["0.0.0.0/0 except"] },
    ],
    ["some pods", { action: "Allow", source: { selector: "app == 'a'" } }, { action: "Allow", peers: [] }],
    [
      "all pods",
      { action: "Allow", source: { namespaceSelector: "all()" } },
      { action: "Allow", peers: ["endpoints"] },
    ],
    [
      "pods of an account",
      { action: "Allow", source: { serviceAccounts: { names: ["a"] } } },
      { action: "Allow", peers: [] },
    ],
  ])("has rules: %s", (_what, rule, expected) => {
    expect(ruleOf(rule)).toEqual(expected);
  });

  it("keeps no rules that only log", () => {
    expect(ruleOf({ action: "Log" })).toBeUndefined();
  });
});

it("a policy for administrators denies and allows by rules only", () => {
  const subject = { pods: { namespaceSelector: { matchLabels: { team: "a" } }, podSelector: {} } };
  const item = { metadata: { name: "p" }, spec: { priority: 1, subject, ingress: [{ action: "Accept", from: [] }] } };
  expect(readAdminPolicy("ClusterNetworkPolicy")(item)).toEqual([
    {
      kind: "ClusterNetworkPolicy",
      name: "p",
      tier: "Admin",
      namespaces: { labels: { team: "a" }, expressions: [] },
      pods: allPods,
      ingress: { denies: false, rules: [{ action: "Allow" }] },
    },
  ]);
  const baseline = {
    metadata: { name: "default" },
    spec: { subject: { namespaces: {} }, egress: [{ action: "Deny" }] },
  };
  expect(readAdminPolicy("BaselineAdminNetworkPolicy")(baseline)).toMatchObject([
    { tier: "Baseline", namespaces: allPods },
  ]);
  expect(
    readAdminPolicy("ClusterNetworkPolicy")({ ...baseline, spec: { ...baseline.spec, tier: "Baseline" } }),
  ).toMatchObject([{ tier: "Baseline" }]);
});

describe("settings", () => {
  const configMap = (place: string, data: unknown) => {
    const [namespace, name] = place.split("/");
    return readNetworkSettings({ metadata: { namespace, name }, data });
  };
  it.each<readonly [string, unknown, unknown]>([
    [
      "kube-system/cilium-config",
      { "enable-policy": "never", "etcd-config": "secret" },
      { cilium: { "enable-policy": "never" } },
    ],
    ["kube-system/cilium-config", undefined, { cilium: {} }],
    ["shop/cilium-config", { "enable-policy": "never" }, undefined],
    [
      "kube-flannel/kube-flannel-cfg",
      { "net-conf.json": '{"Backend": {"Type": "wireguard", "PSK": "x"}}' },
      { flannelBackend: "wireguard" },
    ],
    ["kube-system/kube-flannel-cfg", { "net-conf.json": "{" }, { flannelBackend: "" }],
    ["kube-flannel/kube-flannel-cfg", {}, { flannelBackend: "" }],
    ["shop/other", { password: "x" }, undefined],
    ["kube-system/cilium-config", { "enable-policy": 1 }, undefined],
  ])("of the ConfigMap %s", (place, data, expected) => {
    expect(configMap(place, data)).toEqual(expected);
  });

  it("of Calico are WireGuard's alone", () => {
    const spec = { wireguardEnabled: true, wireguardEnabledV6: false, logSeverityScreen: "Info" };
    expect(readFelixConfiguration({ metadata: { name: "default" }, spec })).toEqual({
      name: "default",
      wireguard: true,
      wireguardV6: false,
    });
    expect(readFelixConfiguration({ metadata: { name: "default" } })).toEqual({ name: "default" });
  });

  it("of Istio are modes, for whom, and whether a port has less", () => {
    const read = (spec?: object) =>
      readPeerAuthentication({ metadata: { namespace: "shop", name: "p" }, ...(spec && { spec }) });
    expect(read()).toEqual({ namespace: "shop", name: "p" });
    expect(read({ mtls: { mode: "UNSET" }, selector: {} })).toEqual({ namespace: "shop", name: "p" });
    const spec = {
      selector: { matchLabels: { app: "a" } },
      mtls: { mode: "STRICT" },
      portLevelMtls: { 8080: { mode: "DISABLE" } },
    };
    expect(read(spec)).toEqual({
      namespace: "shop",
      name: "p",
      selector: { labels: { app: "a" }, expressions: [] },
      mode: "STRICT",
      hasWeakerPort: true,
    });
    expect(read({ ...spec, portLevelMtls: { 8080: { mode: "STRICT" }, 9090: {} } })).not.toHaveProperty(
      "hasWeakerPort",
    );
  });
});

import { describe, expect, it } from "vitest";
import { readCiliumPolicy } from "../../../src/probes/cluster/network-plugins/cilium-policies.ts";
import { allPods } from "../../support/network-policies.ts";

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
      { fromCIDRSet: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] },
      { action: "Allow", peers: ["0.0.0.0/0 except"] },
    ],
    [
      "the addresses of a group, which may be all",
      { fromCIDRSet: [{ cidrGroupRef: "g" }] },
      { action: "Allow", peers: ["every address of a group"] },
    ],
    [
      "anybody, whom empty parts do not limit",
      { fromEntities: ["all"], toPorts: [{ rules: {} }, { rules: { http: [] } }], icmps: [] },
      { action: "Allow", peers: ["all"] },
    ],
    [
      "anybody by some requests",
      { toPorts: [{ ports: [{ port: "0" }], rules: { http: [{ path: "/" }] } }] },
      { action: "Allow", isLimited: true },
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

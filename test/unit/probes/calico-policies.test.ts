import { describe, expect, it } from "vitest";
import { readAdminPolicy } from "../../../src/probes/cluster/network-plugins/admin-policies.ts";
import { readCalicoPolicy } from "../../../src/probes/cluster/network-plugins/calico-policies.ts";
import { allPods } from "../../support/network-policies.ts";

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
    [
      "what is of no namespace, sets of addresses among it",
      { action: "Allow", source: { selector: "role == 'internet'", namespaceSelector: "global()" } },
      { action: "Allow", peers: ["endpoints"] },
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

import { describe, expect, it } from "vitest";
import {
  readLimitRange,
  readNamespace,
  readResourceQuota,
  readServiceAccount,
} from "../../../src/probes/cluster/namespaces.ts";
import { readNetworkPolicy } from "../../../src/probes/cluster/network-policies.ts";

const metadata = { namespace: "shop", name: "one", uid: "1", managedFields: [{}] };
const names = { namespace: "shop", name: "one" };
const all = { labels: {}, expressions: [] };

describe("a namespace", () => {
  it("is terminating where its phase says so", () => {
    const given = { metadata: { name: "a", labels: { team: "x" } } };
    expect(readNamespace({ ...given, status: { phase: "Active" } })).toEqual({ name: "a", labels: { team: "x" } });
    expect(readNamespace({ ...given, status: { phase: "Terminating" } })).toMatchObject({ isTerminating: true });
  });
});

describe("a NetworkPolicy", () => {
  it("has no rules in the directions that its types name", () => {
    const spec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
    expect(readNetworkPolicy({ metadata, spec })).toEqual({ ...names, pods: all, ingress: [], egress: [] });
  });

  it.each([
    [{ podSelector: {} }, { ingress: [] }],
    [
      { podSelector: {}, egress: [{}] },
      { ingress: [], egress: [{ peers: [], ports: [] }] },
    ],
    [{ podSelector: {}, policyTypes: ["Egress"], egress: null }, { egress: [] }],
  ])("without all its types: %j", (spec, rules) => {
    expect(readNetworkPolicy({ metadata, spec })).toEqual({ ...names, pods: all, ...rules });
  });

  it("keeps peers, ports and selectors", () => {
    const expressions = [{ key: "tier", operator: "In", values: ["web"] }];
    const spec = {
      podSelector: { matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "Exists" }] },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
            { namespaceSelector: {} },
            { podSelector: { matchExpressions: expressions } },
          ],
          ports: [{ port: 53, protocol: "UDP" }, { port: 8000, endPort: 9000 }, { port: "http" }, {}],
        },
      ],
    };
    expect(readNetworkPolicy({ metadata, spec })).toEqual({
      ...names,
      pods: { labels: { app: "web" }, expressions: [{ key: "tier", operator: "Exists", values: [] }] },
      ingress: [
        {
          peers: [
            { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] },
            { namespaces: all },
            { pods: { labels: {}, expressions } },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 8000, endPort: 9000 },
            { protocol: "TCP", port: "http" },
            { protocol: "TCP" },
          ],
        },
      ],
    });
  });

  it.each([[{ spec: {} }], [{ metadata, spec: { podSelector: [] } }], [{ metadata, spec: { ingress: {} } }]])(
    "is refused where it is none: %j",
    (item) => expect(() => readNetworkPolicy(item)).toThrow(),
  );
});

describe("limits, quotas and accounts", () => {
  it.each([
    [[{ type: "Container", default: { cpu: "1", memory: "1Gi" } }], ["cpu", "memory"]],
    [[{ type: "Container", defaultRequest: { cpu: "1" } }], []],
    [
      [
        { type: "Pod", max: { cpu: "1" } },
        { type: "Container", default: { memory: "1" } },
      ],
      ["memory"],
    ],
    [null, []],
  ])("a LimitRange: %j", (limits, defaultLimits) => {
    expect(readLimitRange({ metadata, spec: { limits } })).toEqual({ ...names, defaultLimits });
  });

  it.each([
    [{ hard: { cpu: "1", "limits.memory": "1Gi", pods: "3" } }, { bounds: ["cpu", "memory"] }],
    [
      { hard: { "requests.cpu": "1" }, scopes: ["Terminating"] },
      { bounds: ["cpu"], isScoped: true },
    ],
    [
      { hard: { memory: "1" }, scopeSelector: { matchExpressions: [] } },
      { bounds: ["memory"], isScoped: true },
    ],
    [{ hard: { "count/pods": "1" } }, { bounds: [] }],
  ])("a ResourceQuota: %j", (spec, kept) => {
    expect(readResourceQuota({ metadata, spec })).toEqual({ ...names, ...kept });
  });

  it.each([
    [{}, {}],
    [{ automountServiceAccountToken: false, secrets: null }, { automount: false }],
    [
      { automountServiceAccountToken: true, secrets: [{ name: "a-token-x1" }] },
      { automount: true, secrets: ["a-token-x1"] },
    ],
  ])("a ServiceAccount: %j", (more, kept) => {
    expect(readServiceAccount({ metadata, ...more })).toEqual({ ...names, ...kept });
  });
});

import type { LabelSelector, NetworkPolicy, PolicyRule } from "../../src/evidence/network-policies.ts";

export const allPods: LabelSelector = { labels: {}, expressions: [] };
export const podsWith = (labels: Readonly<Record<string, string>>): LabelSelector => ({ labels, expressions: [] });

/** A policy for all pods of the namespace shop that denies both directions. */
export const policy = (more: Partial<NetworkPolicy> = {}): NetworkPolicy => ({
  namespace: "shop",
  name: "deny",
  pods: allPods,
  ingress: [],
  egress: [],
  ...more,
});

export const toEverybody: PolicyRule = { peers: [], ports: [] };
export const toAddresses = (cidr: string, ...except: readonly string[]): PolicyRule => ({
  peers: [{ cidr, except }],
  ports: [],
});

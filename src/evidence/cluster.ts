import type { Observed } from "./observed.ts";

/** A node as the API knows it: the second witness of which hosts exist and what they are. */
export type ApiNode = {
  readonly name: string;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  readonly ready: boolean;
  readonly kubeletVersion: string;
  /** The operating system in the node's own words; empty where it says nothing. */
  readonly osImage: string;
};

/** Every fact the API server can give, by the names that the rule conditions use. */
export type ClusterFacts = {
  /** `gitVersion` of GET /version. */
  readonly "api.version": string;
  readonly "api.nodes": readonly ApiNode[];
};

export type ClusterFact = keyof ClusterFacts;

/** All that was seen of the API in one run. */
export type ClusterEvidence = {
  readonly cluster: string;
  readonly collectedAt: string;
  readonly facts: { readonly [K in ClusterFact]: Observed<ClusterFacts[K]> };
};

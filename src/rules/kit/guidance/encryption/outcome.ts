import type { ClusterRuleFact } from "../../../../evidence/run.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";

/** What is looked at to tell whether traffic between pods is encrypted: without the first nothing can be said. */
export const needed = [
  "api.discovery",
  "api.pods",
  "api.workloads",
  "api.nodes",
  "run.hosts",
] as const satisfies readonly ClusterRuleFact[];
/** What is looked at where it was seen; without it less can be told. */
export const helping = [
  "api.namespaces",
  "api.network-settings",
  "api.felix-configurations",
  "api.peer-authentications",
] as const satisfies readonly ClusterRuleFact[];
/** What of the cluster encryption is judged by. */
export type EncryptionFacts = ShownFacts<(typeof needed)[number], (typeof helping)[number]>;

/** Whether something that can encrypt does so for all pods of users, and in words why. */
export type Outcome = { readonly state: "on" | "off" | "unclear"; readonly why: string };

/** The ways to say it. */
export const on = (why: string): Outcome => ({ state: "on", why });
export const off = (why: string): Outcome => ({ state: "off", why });
export const unclear = (why: string): Outcome => ({ state: "unclear", why });

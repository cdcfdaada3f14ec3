import type { ApiPod } from "../../../../evidence/pods.ts";
import { isAgentPod } from "../policy-agents.ts";

/** Where an agent runs, of the nodes of some pods. */
export type Reach = "everywhere" | "somewhere" | "nowhere";

/** Where the agent of a product runs, of some nodes. */
export function reachOf(product: string, pods: readonly ApiPod[], nodes: readonly string[]): Reach {
  const agents = pods.filter((pod) => isAgentPod(pod, product)).map(({ node }) => node);
  const covered = nodes.filter((node) => agents.includes(node));
  if (nodes.length > 0 && covered.length === nodes.length) return "everywhere";
  return agents.length > 0 ? "somewhere" : "nowhere";
}

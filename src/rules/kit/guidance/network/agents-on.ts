import type { ApiPod } from "../../../../evidence/pods.ts";

/** Where an agent runs, of some nodes. */
export type Reach = "everywhere" | "somewhere" | "nowhere";

/** Where an agent runs, of these nodes. */
export function reachOf(isAgent: (pod: ApiPod) => boolean, pods: readonly ApiPod[], nodes: readonly string[]): Reach {
  const agents = new Set(pods.filter(isAgent).map(({ node }) => node));
  if (nodes.length > 0 && nodes.every((node) => agents.has(node))) return "everywhere";
  return agents.size > 0 ? "somewhere" : "nowhere";
}

import type { Coverage } from "../../src/findings/assessment.ts";

export type CoveredNode = Coverage["nodes"][number];

/** A node as coverage lists it: a worker that was read, where nothing else is said. */
export const covered = (name: string, more: Partial<CoveredNode> = {}): CoveredNode => ({
  name,
  address: "192.0.2.1",
  role: "worker",
  state: "read",
  ...more,
});

/** The coverage of a run with these nodes and an API that was read. */
export const coverageOf = (...nodes: readonly CoveredNode[]): Coverage => ({
  nodes,
  api: { state: "read" },
  complete: nodes.every(({ state }) => state === "read"),
});

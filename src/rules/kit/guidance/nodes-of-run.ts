import type { ApiNode } from "../../../evidence/cluster.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { RunHost } from "../../../evidence/run.ts";

/** What the nodes of a cluster are, by every host of the run and every node that only the API knows. */
export type NodesOfRun = {
  /** The names that the API has for control-plane nodes. */
  readonly controlPlanes: readonly string[];
  /** Hosts that are workers and nothing else. */
  readonly workers: readonly RunHost[];
  /** Hosts of which nobody knows what they are. */
  readonly unknown: readonly string[];
  /** The product whose provider runs the control plane apart from the nodes. */
  readonly provider?: string;
};

const nameOf = ({ name, facts }: RunHost): string =>
  facts["node.api"].state === "present" ? facts["node.api"].value.name : name;

/** What each node is. A provider is believed only where no node is a control plane. */
export function nodesOfRun(found: Known<readonly RunHost[]>): NodesOfRun {
  const hosts = entriesSeen(found);
  const rolesOf = ({ facts }: RunHost) =>
    facts["node.role"].state === "present" ? facts["node.role"].value : undefined;
  const controlPlanes = hosts.filter((host) => rolesOf(host)?.controlPlane === true).map(nameOf);
  const [provider] = hosts.flatMap(({ facts: { "node.layout": layout } }) =>
    layout.state === "present" && layout.value.controlPlane === "run by the provider" ? [layout.value.title] : [],
  );
  return {
    controlPlanes,
    workers: hosts.filter((host) => rolesOf(host)?.worker === true && rolesOf(host)?.controlPlane === false),
    unknown: hosts.filter((host) => rolesOf(host) === undefined).map(nameOf),
    ...(provider !== undefined && controlPlanes.length === 0 ? { provider } : {}),
  };
}

/** The taints of a node that keep pods without a toleration off it. */
export const taintsOf = ({ taints }: ApiNode): readonly string[] =>
  taints.filter(({ effect }) => effect !== "PreferNoSchedule").map(({ key, effect }) => `${key}:${effect}`);
